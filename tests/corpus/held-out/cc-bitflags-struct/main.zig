const std = @import("std");
const Flags = packed struct(u32) { read: bool = false, write: bool = false, _: u30 = 0 };
const Rect = extern struct { pos: [2]f32, size: [2]f32 };
extern fn can_write(flags: Flags) bool;
extern fn rect_union(a: *const Rect, b: *const Rect, out: *Rect) bool;

pub fn main() void {
    const a: Rect = .{ .pos = .{ 0, 0 }, .size = .{ 1, 1 } };
    var out: Rect = undefined;
    if (rect_union(&a, &a, &out)) std.debug.print("{d} {}\n", .{ out.size[0], can_write(.{ .write = true }) });
}
