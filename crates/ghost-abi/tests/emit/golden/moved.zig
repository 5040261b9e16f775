//! Interface of `moved`, written by Ghost. Edits are lost.

pub const Align16 = opaque {};

pub const Lanes = extern struct {
    tag: u8,
    v: [4]f32 align(16),
};

pub const Nest = extern struct {
    lanes: Lanes align(32),
    end: u16,
    Align32: u8,
};

pub const Seen = extern struct {
    a: u16,
    b: u16 align(8),
};

pub const Split = extern struct {
    a: u32,
    b: u32 align(8),
};

pub const Wide = extern struct {
    a: f32,
    b: f32 align(8),
};

pub extern fn lanes_sum(lanes: [*c]const Lanes) f32;

pub const split_swap = if (@import("builtin").zig_version.major > 0 or @import("builtin").zig_version.minor >= 17) struct {
    extern fn split_swap(split: Split) Split;
}.split_swap else struct {
    fn split_swap(_: anytype) noreturn {
        @compileError("this version of Zig passes the struct otherwise than C: pass a pointer");
    }
}.split_swap;

pub const wide_swap = if (@import("builtin").zig_version.major > 0 or @import("builtin").zig_version.minor >= 17) struct {
    extern fn wide_swap(wide: Wide) Wide;
}.wide_swap else struct {
    fn wide_swap(_: anytype) noreturn {
        @compileError("this version of Zig passes the struct otherwise than C: pass a pointer");
    }
}.wide_swap;

pub extern fn nest_end(nest: [*c]const Nest) u16;

pub extern fn seen(seen_: [*c]const Seen, other: ?*const Align16) u16;

comptime {
    // The layouts above hold where pointers and `long` have these sizes.
    if (@sizeOf(usize) == 8 and @sizeOf(c_long) == 8) {
        if (@sizeOf(Lanes) != 32 or @alignOf(Lanes) != 16)
            @compileError("size or alignment of Lanes differs from the library's");
        if (@offsetOf(Lanes, "tag") != 0)
            @compileError("offset of Lanes.tag differs from the library's");
        if (@offsetOf(Lanes, "v") != 16)
            @compileError("offset of Lanes.v differs from the library's");
        if (@sizeOf(Nest) != 64 or @alignOf(Nest) != 32)
            @compileError("size or alignment of Nest differs from the library's");
        if (@offsetOf(Nest, "lanes") != 0)
            @compileError("offset of Nest.lanes differs from the library's");
        if (@offsetOf(Nest, "end") != 32)
            @compileError("offset of Nest.end differs from the library's");
        if (@offsetOf(Nest, "Align32") != 34)
            @compileError("offset of Nest.Align32 differs from the library's");
        if (@sizeOf(Seen) != 16 or @alignOf(Seen) != 8)
            @compileError("size or alignment of Seen differs from the library's");
        if (@offsetOf(Seen, "a") != 0)
            @compileError("offset of Seen.a differs from the library's");
        if (@offsetOf(Seen, "b") != 8)
            @compileError("offset of Seen.b differs from the library's");
        if (@sizeOf(Split) != 16 or @alignOf(Split) != 8)
            @compileError("size or alignment of Split differs from the library's");
        if (@offsetOf(Split, "a") != 0)
            @compileError("offset of Split.a differs from the library's");
        if (@offsetOf(Split, "b") != 8)
            @compileError("offset of Split.b differs from the library's");
        if (@sizeOf(Wide) != 16 or @alignOf(Wide) != 8)
            @compileError("size or alignment of Wide differs from the library's");
        if (@offsetOf(Wide, "a") != 0)
            @compileError("offset of Wide.a differs from the library's");
        if (@offsetOf(Wide, "b") != 8)
            @compileError("offset of Wide.b differs from the library's");
    }
}
