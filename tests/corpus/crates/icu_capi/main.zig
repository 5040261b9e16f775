//! Decimals there and back, an error by its name, and properties of characters.
const icu = @import("icu_capi");

fn same(write: [*c]icu.DiplomatWrite, want: []const u8) bool {
    const bytes = icu.diplomat_buffer_write_get_bytes(write);
    const len = icu.diplomat_buffer_write_len(write);
    if (len != want.len) return false;
    for (want, 0..) |byte, nth| if (bytes[nth] != byte) return false;
    return true;
}

pub fn main() u8 {
    const decimal = icu.icu4x_Decimal_from_int64_mv1(-12345);
    defer icu.icu4x_Decimal_destroy_mv1(decimal);
    icu.icu4x_Decimal_multiply_pow10_mv1(decimal, -2);
    const write = icu.diplomat_buffer_write_create(8);
    defer icu.diplomat_buffer_write_destroy(write);
    icu.icu4x_Decimal_to_string_mv1(decimal, write);
    if (!same(write, "-123.45")) return 1;
    const text = "007.50";
    const parsed = icu.icu4x_Decimal_from_string_mv1(.{ .ptr = text.ptr, .len = text.len });
    if (!parsed.is_ok) return 2;
    const wrong = "7,5";
    const refused = icu.icu4x_Decimal_from_string_mv1(.{ .ptr = wrong.ptr, .len = wrong.len });
    if (refused.is_ok or refused.value.err != .Syntax) return 3;
    if (icu.icu4x_GeneralCategory_for_char_mv1('A') != .UppercaseLetter) return 4;
    if (!icu.icu4x_CodePointSetData_ascii_hex_digit_for_char_mv1('f')) return 5;
    if (icu.icu4x_CodePointSetData_ascii_hex_digit_for_char_mv1('g')) return 6;
    return 0;
}
