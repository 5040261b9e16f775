const std = @import("std");
const Job = extern struct { id: u64, cost: u32 };
extern fn job_finish(job: *Job) u64;

pub fn main() !void {
    const job = try std.heap.c_allocator.create(Job);
    job.* = .{ .id = 1, .cost = 2 };
    std.debug.print("{d}\n", .{job_finish(job)});
}
