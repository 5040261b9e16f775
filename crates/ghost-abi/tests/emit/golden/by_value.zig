//! Interface of `by_value`, written by Ghost. Edits are lost.

pub const Large = extern struct {
    values: [4]f64,
    tag: u8,
};

pub const Mixed = extern struct {
    a: u8,
    b: f64,
};

pub const Point = extern struct {
    x: f32,
    y: f32,
};

pub extern fn point_add(a: Point, b: Point) Point;

pub extern fn mixed_swap(m: Mixed) Mixed;

pub extern fn large_make(seed: f64) Large;

pub extern fn large_sum(large: Large) f64;

pub extern fn large_map(large: Large, by: Point) Large;

comptime {
    // The layouts above hold where pointers and `long` have these sizes.
    if (@sizeOf(usize) == 8 and @sizeOf(c_long) == 8) {
        if (@sizeOf(Large) != 40 or @alignOf(Large) != 8)
            @compileError("size or alignment of Large differs from the library's");
        if (@offsetOf(Large, "values") != 0)
            @compileError("offset of Large.values differs from the library's");
        if (@offsetOf(Large, "tag") != 32)
            @compileError("offset of Large.tag differs from the library's");
        if (@sizeOf(Mixed) != 16 or @alignOf(Mixed) != 8)
            @compileError("size or alignment of Mixed differs from the library's");
        if (@offsetOf(Mixed, "a") != 0)
            @compileError("offset of Mixed.a differs from the library's");
        if (@offsetOf(Mixed, "b") != 8)
            @compileError("offset of Mixed.b differs from the library's");
        if (@sizeOf(Point) != 8 or @alignOf(Point) != 4)
            @compileError("size or alignment of Point differs from the library's");
        if (@offsetOf(Point, "x") != 0)
            @compileError("offset of Point.x differs from the library's");
        if (@offsetOf(Point, "y") != 4)
            @compileError("offset of Point.y differs from the library's");
    }
}
