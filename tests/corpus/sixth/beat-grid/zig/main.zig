const std = @import("std");
const beats = @import("beats.zig");

const Grid = struct {
    marks: [32]u32 = undefined,
    used: usize = 0,
    peak: f32 = 0,

    pub fn onBeat(self: *Grid, index: u32, block: []const f32) bool {
        for (block) |s| self.peak = @max(self.peak, @abs(s));
        self.marks[self.used] = index;
        self.used += 1;
        return self.used < self.marks.len;
    }
};

pub fn main() !void {
    var samples: [512]f32 = @splat(0.01);
    for (samples[128..160]) |*s| s.* = 0.9;
    for (samples[384..400]) |*s| s.* = -0.7;
    var grid: Grid = .{};
    const n = try beats.detect(&samples, .{}, &grid);
    std.debug.print("{d} beats, peak {d:.2}: {any}\n", .{ n, grid.peak, grid.marks[0..grid.used] });
}
