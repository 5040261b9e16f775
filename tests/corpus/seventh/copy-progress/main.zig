const std = @import("std");

const Total = extern struct { known: bool, value: u64 };
const ProgressFn = *const fn (user: ?*anyopaque, done: u64, total: Total) callconv(.c) bool;

extern fn copy_bytes(src: [*]const u8, dst: [*]u8, len: usize, streamed: bool, progress: ?ProgressFn, user: ?*anyopaque) usize;

fn progress(user: ?*anyopaque, done: u64, total: Total) callconv(.c) bool {
    const calls: *u32 = @ptrCast(@alignCast(user orelse return false));
    calls.* += 1;
    if (total.known) {
        std.debug.print("{d} of {d}\n", .{ done, total.value });
    } else {
        std.debug.print("{d}\n", .{done});
    }
    return true;
}

pub fn main() void {
    const src: [10_000]u8 = @splat('x');
    var dst: [10_000]u8 = undefined;
    var calls: u32 = 0;
    const n = copy_bytes(&src, &dst, src.len, false, &progress, &calls);
    std.debug.print("{d} bytes in {d} calls\n", .{ n, calls });
}
