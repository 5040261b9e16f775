const std = @import("std");
const recorder = @import("recorder.zig");

pub fn main() void {
    const codec = recorder.codec_for_speech(16);
    const track = recorder.track_default(@intFromEnum(codec));
    std.debug.print("{t} {d} Hz lossy={}\n", .{ codec, track.rate, codec.lossy() });
}
