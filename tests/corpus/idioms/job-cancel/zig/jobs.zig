const std = @import("std");
const gpa = std.heap.c_allocator;
const Job = struct {
    input: []u8,
    done: bool = false,
    fn destroy(job: *Job) void {
        gpa.free(job.input);
        gpa.destroy(job);
    }
};
export fn job_new(input: [*]const u8, len: usize) ?*Job {
    const job = gpa.create(Job) catch return null;
    job.* = .{ .input = gpa.dupe(u8, input[0..len]) catch {
        gpa.destroy(job);
        return null;
    } };
    return job;
}
/// Runs a step; a job that is done is freed.
export fn job_step(job: *Job) bool {
    if (job.input.len == 0) job.done = true;
    if (job.done) job.destroy();
    return !job.done;
}
export fn job_cancel(job: *Job) void {
    job.destroy();
}
