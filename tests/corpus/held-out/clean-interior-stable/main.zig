const std = @import("std");
const Frame = opaque {};
extern fn frame_new(n: usize) ?*Frame;
extern fn frame_samples(f: ?*Frame, len: *usize) ?[*]f32;
extern fn frame_free(f: ?*Frame) void;

pub fn main() void {
    const f = frame_new(8) orelse return;
    defer frame_free(f);
    var len: usize = 0;
    const samples = (frame_samples(f, &len) orelse return)[0..len];
    for (samples, 0..) |*s, i| s.* = @floatFromInt(i);
    std.debug.print("{d}\n", .{samples[len - 1]});
}
