const std = @import("std");
const Progress = *const fn (user: ?*anyopaque, done: u32, total: u32) callconv(.c) void;
extern fn copy_with_progress(steps: u64, report: Progress, user: ?*anyopaque) void;

fn onProgress(_: ?*anyopaque, done: u32, total: u32) callconv(.c) void {
    std.debug.print("{d}/{d}\n", .{ done, total });
}

pub fn main() void {
    copy_with_progress(2, onProgress, null);
}
