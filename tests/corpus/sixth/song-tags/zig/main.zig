const std = @import("std");
const Store = @import("id3.zig").Store;

const song = "TPE1\x00\x00\x00\x06\x00\x00\x00Bj\xf6rk" ++ "TIT2\x00\x00\x00\x05\x00\x00\x00Joga";

pub fn main() void {
    const store = Store.init();
    defer store.deinit();
    store.readFrames(1, song);
    std.debug.print("{d} by this artist\n", .{store.byArtist("Bj\xc3\xb6rk")});
}
