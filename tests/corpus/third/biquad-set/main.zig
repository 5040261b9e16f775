const std = @import("std");
const eq = @import("eq.zig");

pub fn main() void {
    if (!eq.Preset.bass.apply()) return;
    var octave: f32 = 0;
    while (octave < 10) : (octave += 2.5) {
        std.debug.print("{d:.2}\n", .{eq.eq_response(octave)});
    }
}
