const std = @import("std");
const Config = extern struct { rate: u32, channels: u32, block: u32 };
const Tone = opaque {};
extern fn tone_new(config: ?*const Config) ?*Tone;
extern fn tone_free(t: ?*Tone) void;
extern fn tone_len(t: ?*const Tone) f32;
pub fn main() void {
    const t = tone_new(&.{ .rate = 48000, .channels = 0, .block = 64 });
    defer tone_free(t);
    std.debug.print("{d}\n", .{tone_len(t)});
}
