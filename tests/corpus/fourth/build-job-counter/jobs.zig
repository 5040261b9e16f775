pub const Job = extern struct {
    target: u32,
    priority: i32,

    pub fn of(target: u32) Job {
        return .{ .target = target, .priority = @intCast(target % 3) };
    }
};
pub extern fn jobs_push(job: Job) usize;
pub extern fn jobs_pop(out: ?*Job) bool;
