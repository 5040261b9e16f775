//! Interface of `constants`, written by Ghost. Edits are lost.

/// How many there may be.
/// Not one more.
pub const MAX_ITEMS: usize = 64;
pub const MASK: u32 = 4294967295;
pub const LOWEST: i64 = -9223372036854775808;
pub const LOWEST_INT: c_int = -2147483648;
pub const HIGHEST: u64 = 18446744073709551615;
pub const OFFSET: i32 = -5;
pub const LETTER: u32 = 129408;
pub const ENABLED: bool = true;
pub const RATIO: f32 = 1000.5;
pub const TINY: f64 = -1.0e-9;
pub const WHOLE: f64 = 3.0;
pub const ENDLESS: f64 = @bitCast(@as(u64, 0x7ff0000000000000));
pub const BOTTOM: f32 = @bitCast(@as(u32, 0xff800000));
pub const NOT_A_NUMBER: f32 = @bitCast(@as(u32, 0x7fc00000));
pub const NAME = "ghost \"quoted\" \\ 100 %";
pub const ODD = "é\u{1f98e}??/\n\t\u{0}1\u{7f}";
pub const DEFAULT_MODE: Mode = .Safe;
pub const FIRST_ID: Id = 7;
pub const int: i32 = 1;

pub const Id = u64;

pub const Mode = enum(u32) {
    Fast = 0,
    Safe = 1,
};

pub extern fn limit(MAX_ITEMS_: usize, id: Id) Mode;

comptime {
    // The layouts above hold where pointers and `long` have these sizes.
    if (@sizeOf(usize) == 8 and @sizeOf(c_long) == 8) {
        if (@sizeOf(Mode) != 4 or @alignOf(Mode) != 4)
            @compileError("size or alignment of Mode differs from the library's");
    }
}
