const std = @import("std");

const Sampler = opaque {};
extern fn sampler_start(sample: *const fn (u32, ?*anyopaque) callconv(.c) void, user: ?*anyopaque) *Sampler;
extern fn sampler_stop(sampler: *Sampler) void;

const Peak = struct { value: u32 = 0 };

/// The thread alone changes it; it is read after `sampler_stop`, which waits for the thread.
fn onSample(n: u32, user: ?*anyopaque) callconv(.c) void {
    const peak: *Peak = @ptrCast(@alignCast(user.?));
    if (n > peak.value) peak.value = n;
}

pub fn main() void {
    var peak: Peak = .{};
    const sampler = sampler_start(onSample, &peak);
    std.Thread.yield() catch {};
    sampler_stop(sampler);
    std.debug.print("{d}\n", .{peak.value});
}
