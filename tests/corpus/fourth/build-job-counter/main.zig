const std = @import("std");
const jobs = @import("jobs.zig");

var built = std.atomic.Value(u32).init(0);

fn worker() void {
    var job: jobs.Job = undefined;
    while (jobs.jobs_pop(&job)) {
        _ = built.fetchAdd(1, .monotonic);
        // A target that others depend on is looked at again.
        if (job.target > 90) _ = jobs.jobs_push(jobs.Job.of(job.target - 80));
    }
}

pub fn main() !void {
    for (0..100) |i| _ = jobs.jobs_push(jobs.Job.of(@intCast(i)));
    var threads: [3]std.Thread = undefined;
    for (&threads) |*t| t.* = try std.Thread.spawn(.{}, worker, .{});
    for (threads) |t| t.join();
    std.debug.print("built {d}\n", .{built.load(.monotonic)});
}
