const std = @import("std");

const Job = struct {
    out: [*]i16,
    len: usize,
    done: std.atomic.Value(bool) = .init(false),
    thread: ?std.Thread = null,
};

const gpa = std.heap.c_allocator;

fn fill(job: *Job) void {
    var phase: u32 = 0;
    for (job.out[0..job.len]) |*sample| {
        phase +%= 0x0200_0000;
        sample.* = @bitCast(@as(u16, @truncate(phase >> 16)));
    }
    job.done.store(true, .release);
}

/// Starts to fill `out` and returns at once. `capture_finish` waits and frees the job.
export fn capture_start(out: [*]i16, len: usize) ?*Job {
    const job = gpa.create(Job) catch return null;
    job.* = .{ .out = out, .len = len };
    job.thread = std.Thread.spawn(.{}, fill, .{job}) catch {
        gpa.destroy(job);
        return null;
    };
    return job;
}

export fn capture_ready(job: *const Job) bool {
    return job.done.load(.acquire);
}

export fn capture_finish(job: *Job) void {
    if (job.thread) |thread| thread.join();
    gpa.destroy(job);
}
