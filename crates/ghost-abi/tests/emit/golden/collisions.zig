//! Interface of `collisions`, written by Ghost. Edits are lost.

pub const LIMIT_: u32 = 3;

pub const Kind = enum(u32) {
    Shape = 0,
    None = 1,
};

pub const Left = enum(u32) {
    Up = 0,
    Down = 1,
};

/// The first.
pub const one_Config = extern struct {
    a: u32,
};

pub const Pair_one_Config = extern struct {
    _0: one_Config,
    _1: one_Config,
};

pub const Right = enum(u32) {
    Down = 0,
    Free = 1,
};

pub const Shape = extern struct {
    Kind: Kind,
    Left: Left,
};

pub const stat_ = extern struct {
    stat: u32,
};

pub const two_Config = extern struct {
    a: u64,
};

pub extern fn stat(stat__: *const stat_) u32;

pub extern fn configs(Config: one_Config, other: two_Config) Pair_one_Config;

pub extern fn turn(left: Left, right: Right) Shape;

pub extern fn LIMIT() u32;

pub extern fn log(level: u32, index_: usize) bool;

pub extern fn index(of: [*c]const u8) usize;

pub extern fn gammaf(at: f64) f64;

comptime {
    // The layouts above hold where pointers and `long` have these sizes.
    if (@sizeOf(usize) == 8 and @sizeOf(c_long) == 8) {
        if (@sizeOf(Kind) != 4 or @alignOf(Kind) != 4)
            @compileError("size or alignment of Kind differs from the library's");
        if (@sizeOf(Left) != 4 or @alignOf(Left) != 4)
            @compileError("size or alignment of Left differs from the library's");
        if (@sizeOf(one_Config) != 4 or @alignOf(one_Config) != 4)
            @compileError("size or alignment of one_Config differs from the library's");
        if (@offsetOf(one_Config, "a") != 0)
            @compileError("offset of one_Config.a differs from the library's");
        if (@sizeOf(Pair_one_Config) != 8 or @alignOf(Pair_one_Config) != 4)
            @compileError("size or alignment of Pair_one_Config differs from the library's");
        if (@offsetOf(Pair_one_Config, "_0") != 0)
            @compileError("offset of Pair_one_Config._0 differs from the library's");
        if (@offsetOf(Pair_one_Config, "_1") != 4)
            @compileError("offset of Pair_one_Config._1 differs from the library's");
        if (@sizeOf(Right) != 4 or @alignOf(Right) != 4)
            @compileError("size or alignment of Right differs from the library's");
        if (@sizeOf(Shape) != 8 or @alignOf(Shape) != 4)
            @compileError("size or alignment of Shape differs from the library's");
        if (@offsetOf(Shape, "Kind") != 0)
            @compileError("offset of Shape.Kind differs from the library's");
        if (@offsetOf(Shape, "Left") != 4)
            @compileError("offset of Shape.Left differs from the library's");
        if (@sizeOf(stat_) != 4 or @alignOf(stat_) != 4)
            @compileError("size or alignment of stat_ differs from the library's");
        if (@offsetOf(stat_, "stat") != 0)
            @compileError("offset of stat_.stat differs from the library's");
        if (@sizeOf(two_Config) != 8 or @alignOf(two_Config) != 8)
            @compileError("size or alignment of two_Config differs from the library's");
        if (@offsetOf(two_Config, "a") != 0)
            @compileError("offset of two_Config.a differs from the library's");
    }
}
