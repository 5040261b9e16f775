const std = @import("std");
const Track = opaque {};
extern fn track_new(length: f64) *Track;
extern fn track_length(t: *const Track) f64;
extern fn track_free(t: ?*Track) void;

pub fn main() void {
    const t = track_new(12.5);
    defer track_free(t);
    std.debug.print("{d}\n", .{track_length(t)});
}
