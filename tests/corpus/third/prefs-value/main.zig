const std = @import("std");
const Settings = @import("prefs.zig").Settings;

pub fn main() void {
    const settings = Settings.init();
    defer settings.deinit();
    _ = settings.set(7, "imap.example.org");
    var room: [64]u8 = undefined;
    std.debug.print("{s}\n", .{settings.swap(7, "127.0.0.1", &room)});
}
