const std = @import("std");
const Playlist = opaque {};
extern fn playlist_new() ?*Playlist;
extern fn playlist_take(p: ?*Playlist, at: usize) u32;
extern fn playlist_free(p: ?*Playlist) void;

pub fn main() void {
    const p = playlist_new();
    defer playlist_free(p);
    std.debug.print("{d}\n", .{playlist_take(p, 9)});
}
