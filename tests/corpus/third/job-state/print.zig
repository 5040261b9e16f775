pub const State = enum(u8) { waiting, printing, done, _ };

pub const Job = extern struct {
    id: u32,
    pages: u32,
    state: State,
};

pub const Queue = opaque {
    pub extern fn queue_new() *Queue;
    pub extern fn queue_add(queue: *Queue, pages: u32) u32;
    pub extern fn queue_step(queue: *Queue) bool;
    pub extern fn queue_job(queue: *const Queue, id: u32, out: *Job) bool;
    pub extern fn queue_free(queue: *Queue) void;
};
