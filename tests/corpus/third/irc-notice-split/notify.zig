const std = @import("std");

const blocked = [_][]const u8{ "bot", "status" };

export fn notify(from: [*:0]const u8, text: [*:0]const u8) bool {
    const nick = std.mem.span(from);
    for (blocked) |name| {
        if (std.ascii.eqlIgnoreCase(nick, name)) return false;
    }
    std.debug.print("<{s}> {s}\n", .{ nick, std.mem.span(text) });
    return true;
}
