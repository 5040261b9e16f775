const std = @import("std");
const Pt = extern struct { x: i32, y: i32 };
extern fn pt_norm(p: ?*const Pt) i64;

pub fn main() void {
    const p: Pt = .{ .x = 3, .y = 4 };
    std.debug.print("{d}\n", .{pt_norm(&p)});
}
