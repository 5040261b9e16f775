const std = @import("std");
const Worker = opaque {};
extern fn worker_start() ?*Worker;
extern fn worker_submit(w: ?*Worker, data: [*]const u8, len: usize) bool;
extern fn worker_next(w: ?*Worker) u64;
extern fn worker_stop(w: ?*Worker) void;

pub fn main() void {
    const w = worker_start() orelse return;
    defer worker_stop(w);
    var local = [_]u8{ 1, 2, 3 };
    if (worker_submit(w, &local, local.len)) std.debug.print("{d}\n", .{worker_next(w)});
}
