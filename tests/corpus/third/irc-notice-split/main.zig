const std = @import("std");

extern fn irc_line(data: [*]const u8, len: usize) bool;

comptime {
    _ = @import("notify.zig");
}

pub fn main() void {
    const line = ":ada!a@b PRIVMSG #zig :hello there";
    if (!irc_line(line, line.len)) std.debug.print("dropped\n", .{});
}
