const std = @import("std");
const gpa = std.heap.c_allocator;
const Job = struct { data: []const u8, done: std.atomic.Value(bool) = .init(false), sum: u64 = 0, thread: ?std.Thread = null };
fn work(job: *Job) void {
    job.sum = std.hash.Wyhash.hash(0, job.data);
    job.done.store(true, .release);
}
export fn hash_start(data: [*]const u8, len: usize) ?*Job {
    const job = gpa.create(Job) catch return null;
    job.* = .{ .data = data[0..len] };
    job.thread = std.Thread.spawn(.{}, work, .{job}) catch {
        gpa.destroy(job);
        return null;
    };
    return job;
}
export fn hash_done(job: *const Job) bool {
    return job.done.load(.acquire);
}
export fn hash_take(job: *Job) u64 {
    if (job.thread) |t| t.join();
    const sum = job.sum;
    gpa.destroy(job);
    return sum;
}
