const std = @import("std");
const Color = @import("color.zig").Color;

fn readTheme(text: []const u8) void {
    var base = Color.parse("white").?;
    var lines = std.mem.tokenizeScalar(u8, text, '\n');
    while (lines.next()) |line| {
        const eq = std.mem.findScalar(u8, line, '=') orelse continue;
        const name = std.mem.trim(u8, line[0..eq], " ");
        const value = std.mem.trim(u8, line[eq + 1 ..], " \r");
        const c = Color.parse(value) orelse {
            std.debug.print("{s}: no colour: {s}\n", .{ name, value });
            continue;
        };
        base = base.over(c);
        std.debug.print("{s}: {d} {d} {d} {d}\n", .{ name, c.r, c.g, c.b, c.a });
    }
}

pub fn main(init: std.process.Init) !void {
    var buf: [4096]u8 = undefined;
    const text = try std.Io.Dir.cwd().readFile(init.io, "theme.conf", &buf);
    readTheme(text);
}
