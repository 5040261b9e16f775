const std = @import("std");
const Queue = @import("print.zig").Queue;
const Job = @import("print.zig").Job;

pub fn main() void {
    const queue = Queue.queue_new();
    defer Queue.queue_free(queue);
    const id = Queue.queue_add(queue, 2);
    _ = Queue.queue_step(queue);
    var job: Job = undefined;
    if (!Queue.queue_job(queue, id, &job)) return;
    std.debug.print("{d} {t}\n", .{ job.pages, job.state });
}
