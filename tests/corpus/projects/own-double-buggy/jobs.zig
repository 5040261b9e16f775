const Job = opaque {};
extern fn job_new() ?*Job;
extern fn job_submit(job: *Job) i32;
extern fn job_discard(job: ?*Job) void;
pub fn run(dry: bool) !void {
    const job = job_new() orelse return error.OutOfMemory;
    defer job_discard(job);
    if (dry) {
        return;
    }
    if (job_submit(job) < 0) return error.Submit;
}
