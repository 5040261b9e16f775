const std = @import("std");
const motd = @import("motd.zig");

const lines = [_][:0]const u8{ "Welcome to ${host}, ${user}.\n", "Load is ${load}   \n", "${open" };

pub fn main() !void {
    inline for (.{ .{ "host", "build7" }, .{ "user", "mia" }, .{ "load", "0.42" } }) |v| {
        if (!motd.set(v[0], v[1])) return error.Set;
    }
    for (lines) |line| {
        var text = try motd.Text.expand(line);
        defer text.deinit();
        text.upper();
        std.debug.print("[{s}]\n", .{text.trimmed()});
    }
}
