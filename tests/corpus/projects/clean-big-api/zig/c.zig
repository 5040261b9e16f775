pub const Queue = opaque {};
pub const Status = enum(c_int) { ok = 0, full = 1, closed = 2, panicked = 3, null_ = 4 };
pub const Bytes = extern struct { data: ?[*]u8, len: usize };
pub extern fn queue_new(limit: usize) ?*Queue;
pub extern fn queue_free(queue: ?*Queue) void;
pub extern fn queue_push(queue: *const Queue, data: [*]const u8, len: usize) Status;
pub extern fn queue_pop(queue: *const Queue) Bytes;
pub extern fn queue_bytes_free(bytes: Bytes) void;
