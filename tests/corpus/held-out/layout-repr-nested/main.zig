const std = @import("std");
const Inner = extern struct { flag: u8, value: u64, tail: u8 };
const Outer = extern struct { id: u32, inner: Inner };
extern fn outer_init(out: *Outer) void;

pub fn main() void {
    var o = std.mem.zeroes(Outer);
    outer_init(&o);
    std.debug.print("{d} {d}\n", .{ o.id, o.inner.value });
}
