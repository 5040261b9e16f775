const std = @import("std");

extern fn next_ticket() u64;

pub fn main() void {
    std.debug.print("{d}\n", .{next_ticket()});
}
