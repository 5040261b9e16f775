//! Interface of `keywords`, written by Ghost. Edits are lost.

pub const Option = opaque {};

pub const Self = extern struct {
    u8: u32,
};

pub const std = opaque {};

pub const @"type" = extern struct {
    class: u32,
    @"error": u32,
    @"fn": u32,
    self: u32,
    _0: u32,
    match: u32,
    register: u32,
    errno: u32,
};

pub const @"u8" = extern struct {
    void: u8,
};

pub const @"union" = enum(u32) {
    default = 0,
    @"catch" = 1,
    true = 2,
    @"_" = 3,
};

pub extern fn main_loop(
    int_: i32,
    class: i32,
    new: i32,
    @"fn": i32,
    u8_: u8,
    self: i32,
    std_: ?*const std,
    main_loop_: i32,
    _: i32,
    linux: i32,
    near: i32,
) i32;

pub extern fn delete(all: @"type") @"type";

pub extern fn int(a: @"u8") @"u8";

pub extern fn match(kind: @"union") Self;

pub extern fn crate(option: ?*Option) i32;

pub extern fn @"odd.name$1"() i32;

pub extern fn twice(a: i32, a_: i32) i32;

comptime {
    // The layouts above hold where pointers and `long` have these sizes.
    if (@sizeOf(usize) == 8 and @sizeOf(c_long) == 8) {
        if (@sizeOf(Self) != 4 or @alignOf(Self) != 4)
            @compileError("size or alignment of Self differs from the library's");
        if (@offsetOf(Self, "u8") != 0)
            @compileError("offset of Self.u8 differs from the library's");
        if (@sizeOf(@"type") != 32 or @alignOf(@"type") != 4)
            @compileError("size or alignment of @\"type\" differs from the library's");
        if (@offsetOf(@"type", "class") != 0)
            @compileError("offset of @\"type\".class differs from the library's");
        if (@offsetOf(@"type", "error") != 4)
            @compileError("offset of @\"type\".@\"error\" differs from the library's");
        if (@offsetOf(@"type", "fn") != 8)
            @compileError("offset of @\"type\".@\"fn\" differs from the library's");
        if (@offsetOf(@"type", "self") != 12)
            @compileError("offset of @\"type\".self differs from the library's");
        if (@offsetOf(@"type", "_0") != 16)
            @compileError("offset of @\"type\"._0 differs from the library's");
        if (@offsetOf(@"type", "match") != 20)
            @compileError("offset of @\"type\".match differs from the library's");
        if (@offsetOf(@"type", "register") != 24)
            @compileError("offset of @\"type\".register differs from the library's");
        if (@offsetOf(@"type", "errno") != 28)
            @compileError("offset of @\"type\".errno differs from the library's");
        if (@sizeOf(@"u8") != 1 or @alignOf(@"u8") != 1)
            @compileError("size or alignment of @\"u8\" differs from the library's");
        if (@offsetOf(@"u8", "void") != 0)
            @compileError("offset of @\"u8\".void differs from the library's");
        if (@sizeOf(@"union") != 4 or @alignOf(@"union") != 4)
            @compileError("size or alignment of @\"union\" differs from the library's");
    }
}
