const std = @import("std");
const Op = enum(u8) { get = 1, put = 2, del = 3 };
extern fn op_writes(op: Op) bool;

pub fn main() void {
    std.debug.print("{}\n", .{op_writes(.put)});
}
