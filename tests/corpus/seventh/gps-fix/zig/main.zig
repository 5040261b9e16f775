const std = @import("std");
const nmea = @import("nmea.zig");

const Track = opaque {};

extern fn track_new() ?*Track;
extern fn track_add(track: ?*Track, fix: nmea.Fix, lat: f64, lon: f64) bool;
extern fn track_error(track: ?*const Track) f64;
extern fn track_free(track: ?*Track) void;

const frames = [_][]const u8{
    &.{ 0x03, 0x10, 0x27, 0x20, 0x4e },
    &.{ 0x02, 0x11, 0x27, 0x21, 0x4e },
    &.{ 0x07, 0x12, 0x27, 0x22, 0x4e },
};

pub fn main() void {
    const track = track_new() orelse return;
    defer track_free(track);
    for (frames) |bytes| {
        const f = nmea.parse(bytes) catch continue;
        if (!track_add(track, f.fix, f.lat, f.lon)) std.debug.print("no fix\n", .{});
    }
    std.debug.print("error {d:.2} m\n", .{track_error(track)});
}
