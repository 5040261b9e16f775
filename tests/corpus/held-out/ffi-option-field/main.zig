const std = @import("std");
const Limits = extern struct { cpu: u32, has_memory: u64, memory: u64 };
extern fn limits_default(out: *Limits) void;

pub fn main() void {
    var l = std.mem.zeroes(Limits);
    limits_default(&l);
    std.debug.print("{d}\n", .{l.cpu});
}
