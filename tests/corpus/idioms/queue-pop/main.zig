const std = @import("std");
const Queue = opaque {};
extern fn queue_new() *Queue;
extern fn queue_free(q: ?*Queue) void;
extern fn queue_push(q: *Queue, v: u64) void;
extern fn queue_mark(q: *Queue) void;
extern fn queue_reset(q: *Queue, at: usize) u64;
pub fn main() void {
    const q = queue_new();
    defer queue_free(q);
    queue_push(q, 4);
    queue_mark(q);
    std.debug.print("{d}\n", .{queue_reset(q, 2)});
}
