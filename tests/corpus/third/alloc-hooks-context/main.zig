const std = @import("std");
const Job = @import("packer.zig").Job;

pub fn main() void {
    const data: [9000]u8 = @splat(7);
    var job: Job = .{ .most = 100 };
    std.debug.print("{d} {d}\n", .{ job.run(&data), job.seen });
}
