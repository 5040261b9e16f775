//! Interface of `observed`, written by Ghost. Edits are lost.

pub const Dense = extern struct {
    a: u8,
    b: u32 align(1),
};

pub const Holes = opaque {};

pub const Natural = extern struct {
    a: u8,
    b: u64,
};

pub const Raised = extern struct {
    a: u32 align(16),
};

pub extern fn natural(natural_: Natural) u64;

pub extern fn dense(dense_: [*c]const Dense, raised: [*c]const Raised) u64;

pub extern fn holes(holes_: ?*const Holes) u64;

comptime {
    // The layouts above hold where pointers and `long` have these sizes.
    if (@sizeOf(usize) == 8 and @sizeOf(c_long) == 8) {
        if (@sizeOf(Dense) != 5 or @alignOf(Dense) != 1)
            @compileError("size or alignment of Dense differs from the library's");
        if (@offsetOf(Dense, "a") != 0)
            @compileError("offset of Dense.a differs from the library's");
        if (@offsetOf(Dense, "b") != 1)
            @compileError("offset of Dense.b differs from the library's");
        if (@sizeOf(Natural) != 16 or @alignOf(Natural) != 8)
            @compileError("size or alignment of Natural differs from the library's");
        if (@offsetOf(Natural, "a") != 0)
            @compileError("offset of Natural.a differs from the library's");
        if (@offsetOf(Natural, "b") != 8)
            @compileError("offset of Natural.b differs from the library's");
        if (@sizeOf(Raised) != 16 or @alignOf(Raised) != 16)
            @compileError("size or alignment of Raised differs from the library's");
        if (@offsetOf(Raised, "a") != 0)
            @compileError("offset of Raised.a differs from the library's");
    }
}
