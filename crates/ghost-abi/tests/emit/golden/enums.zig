//! Interface of `enums`, written by Ghost. Edits are lost.

pub const Color = enum(u8) {
    Red = 0,
    /// Like grass.
    Green = 1,
    Blue = 200,
};

pub const ErrorCode = enum(c_uint) {
    Success = 0,
    InvalidInput = 1,
    OutOfMemory = 2,
};

pub const Huge = enum(u64) {
    Low = 1,
    High = 18446744073709551615,
};

pub const Level = enum(c_int) {
    Low = 0,
    Middle = 5,
    _,

    pub const Usual: @This() = .Middle;
};

pub const Nothing = enum(u16) {
    _,
};

pub const Signed = enum(i32) {
    Minus = -1,
    Zero = 0,
    Plus = 1,
};

pub extern fn color_next(color: Color) Color;

pub extern fn error_of(value: i32) ErrorCode;

pub extern fn sign_of(value: i32) Signed;

pub extern fn huge_other(huge: Huge) Huge;

pub extern fn level_raise(level: Level) Level;

pub extern fn nothing_at_all(nothing: Nothing) Nothing;

comptime {
    // The layouts above hold where pointers and `long` have these sizes.
    if (@sizeOf(usize) == 8 and @sizeOf(c_long) == 8) {
        if (@sizeOf(Color) != 1 or @alignOf(Color) != 1)
            @compileError("size or alignment of Color differs from the library's");
        if (@sizeOf(ErrorCode) != 4 or @alignOf(ErrorCode) != 4)
            @compileError("size or alignment of ErrorCode differs from the library's");
        if (@sizeOf(Huge) != 8 or @alignOf(Huge) != 8)
            @compileError("size or alignment of Huge differs from the library's");
        if (@sizeOf(Level) != 4 or @alignOf(Level) != 4)
            @compileError("size or alignment of Level differs from the library's");
        if (@sizeOf(Nothing) != 2 or @alignOf(Nothing) != 2)
            @compileError("size or alignment of Nothing differs from the library's");
        if (@sizeOf(Signed) != 4 or @alignOf(Signed) != 4)
            @compileError("size or alignment of Signed differs from the library's");
    }
}
