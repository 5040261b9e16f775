const std = @import("std");
const filter = @import("filter.zig");

pub fn main() !void {
    std.debug.print("{s} (v{d})\n", .{ filter.name(), filter.major() });

    const f = filter.filter_new(800, 48_000) orelse return error.Cutoff;
    defer filter.filter_free(f);

    var samples: [32]f32 = @splat(0);
    samples[0] = 1;
    filter.filter_run(f, &samples, samples.len);
    var energy: f32 = 0;
    for (samples) |s| energy += s * s;
    std.debug.print("energy {d:.6}\n", .{energy});
}
