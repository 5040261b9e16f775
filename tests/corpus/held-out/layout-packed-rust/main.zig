const std = @import("std");
const Wire = extern struct { op: u8, arg: u32 };
extern fn wire_arg(w: *const Wire) u32;

pub fn main() void {
    const w: Wire = .{ .op = 1, .arg = 500 };
    std.debug.print("{d}\n", .{wire_arg(&w)});
}
