const std = @import("std");

const Report = *const fn (u64, ?*anyopaque) callconv(.c) void;
extern fn scan_begin(report: ?Report, user: ?*anyopaque) bool;

const Progress = struct { bytes: u64 = 0, calls: u32 = 0 };

fn onReport(bytes: u64, user: ?*anyopaque) callconv(.c) void {
    const progress: *Progress = @ptrCast(@alignCast(user.?));
    progress.bytes += bytes;
    progress.calls += 1;
}

pub fn main() void {
    var progress: Progress = .{};
    if (!scan_begin(onReport, &progress)) return;
    while (progress.calls < 3) std.Thread.yield() catch {};
    std.debug.print("{d}\n", .{progress.bytes});
}
