//! Interface of `packed_aligned`, written by Ghost. Edits are lost.

pub const Aligned = extern struct {
    x: f32 align(32),
    y: f32,
};

pub const Floats = extern struct {
    xyz: [3]f32,
};

pub const Lazy = extern struct {
    x: u64,
};

pub const Packed = extern struct {
    a: u8,
    b: u32 align(1),
    c: u16 align(1),
};

pub const Outer = extern struct {
    @"packed": Packed,
    aligned: Aligned,
};

pub const PackedTwo = extern struct {
    a: u8,
    b: u64 align(2),
};

pub fn packed_sum(_: anytype) noreturn {
    @compileError("this version of Zig passes the struct otherwise than C: pass a pointer");
}

pub const floats_scale = if (@import("builtin").zig_version.major > 0 or @import("builtin").zig_version.minor >= 17) struct {
    extern fn floats_scale(floats: Floats, by: f32) Floats;
}.floats_scale else struct {
    fn floats_scale(_: anytype, _: anytype) noreturn {
        @compileError("this version of Zig passes the struct otherwise than C: pass a pointer");
    }
}.floats_scale;

pub extern fn packed_two(@"packed": [*c]const PackedTwo) u64;

pub extern fn aligned_address(aligned: [*c]const Aligned) usize;

pub extern fn outer_make() Outer;

pub extern fn lazy(lazy_: Lazy) u64;

comptime {
    // The layouts above hold where pointers and `long` have these sizes.
    if (@sizeOf(usize) == 8 and @sizeOf(c_long) == 8) {
        if (@sizeOf(Aligned) != 32 or @alignOf(Aligned) != 32)
            @compileError("size or alignment of Aligned differs from the library's");
        if (@offsetOf(Aligned, "x") != 0)
            @compileError("offset of Aligned.x differs from the library's");
        if (@offsetOf(Aligned, "y") != 4)
            @compileError("offset of Aligned.y differs from the library's");
        if (@sizeOf(Floats) != 12 or @alignOf(Floats) != 4)
            @compileError("size or alignment of Floats differs from the library's");
        if (@offsetOf(Floats, "xyz") != 0)
            @compileError("offset of Floats.xyz differs from the library's");
        if (@sizeOf(Lazy) != 8 or @alignOf(Lazy) != 8)
            @compileError("size or alignment of Lazy differs from the library's");
        if (@offsetOf(Lazy, "x") != 0)
            @compileError("offset of Lazy.x differs from the library's");
        if (@sizeOf(Packed) != 7 or @alignOf(Packed) != 1)
            @compileError("size or alignment of Packed differs from the library's");
        if (@offsetOf(Packed, "a") != 0)
            @compileError("offset of Packed.a differs from the library's");
        if (@offsetOf(Packed, "b") != 1)
            @compileError("offset of Packed.b differs from the library's");
        if (@offsetOf(Packed, "c") != 5)
            @compileError("offset of Packed.c differs from the library's");
        if (@sizeOf(Outer) != 64 or @alignOf(Outer) != 32)
            @compileError("size or alignment of Outer differs from the library's");
        if (@offsetOf(Outer, "packed") != 0)
            @compileError("offset of Outer.@\"packed\" differs from the library's");
        if (@offsetOf(Outer, "aligned") != 32)
            @compileError("offset of Outer.aligned differs from the library's");
        if (@sizeOf(PackedTwo) != 10 or @alignOf(PackedTwo) != 2)
            @compileError("size or alignment of PackedTwo differs from the library's");
        if (@offsetOf(PackedTwo, "a") != 0)
            @compileError("offset of PackedTwo.a differs from the library's");
        if (@offsetOf(PackedTwo, "b") != 2)
            @compileError("offset of PackedTwo.b differs from the library's");
    }
}
