//! Asks for a character's class, reads a number and writes it again, and takes a locale apart.
const std = @import("std");
const icu = @import("icu_capi");

const Ar = 13;

pub fn main() u8 {
    // Structs by value, results in unions, text through a writer.
    var buffer: [64]u8 = undefined;
    var write = icu.diplomat_simple_write(&buffer, buffer.len);
    const number = icu.icu4x_Decimal_from_int32_mv1(-1250) orelse return 1;
    defer icu.icu4x_Decimal_destroy_mv1(number);
    icu.icu4x_Decimal_multiply_pow10_mv1(number, -2);
    icu.icu4x_Decimal_to_string_mv1(number, &write);
    if (!std.mem.eql(u8, buffer[0..write.len], "-12.50")) return 2;
    if (@as(u32, @intCast(@backingInt(icu.icu4x_BidiClass_for_char_mv1(0x627)))) != Ar) return 3;
    const tag = "de-at-u-co-phonebk";
    const read = icu.icu4x_Locale_from_string_mv1(.{ .ptr = tag, .len = tag.len });
    if (!read.is_ok) return 4;
    const locale = read.value.ok;
    defer icu.icu4x_Locale_destroy_mv1(locale);
    write = icu.diplomat_simple_write(&buffer, buffer.len);
    if (!icu.icu4x_Locale_region_mv1(locale, &write).is_ok) return 5;
    if (!std.mem.eql(u8, buffer[0..write.len], "AT")) return 6;
    const wrong = "no locale!";
    if (icu.icu4x_Locale_from_string_mv1(.{ .ptr = wrong, .len = wrong.len }).is_ok) return 7;
    return 0;
}
