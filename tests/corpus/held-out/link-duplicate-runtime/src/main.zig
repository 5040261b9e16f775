const std = @import("std");
extern fn audio_level() u32;
extern fn video_frames() u32;

pub fn main() void {
    std.debug.print("{d} {d}\n", .{ audio_level(), video_frames() });
}
