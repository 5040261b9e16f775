const std = @import("std");

const Group = enum(u32) { other = 0, source = 1, document = 2 };

const extensions = std.StaticStringMap(Group).initComptime(.{
    .{ "rs", .source },
    .{ "zig", .source },
    .{ "c", .source },
    .{ "md", .document },
    .{ "txt", .document },
});

fn extension(name: []const u8) []const u8 {
    const dot = std.mem.findScalarLast(u8, name, '.') orelse return "";
    return if (dot == 0) "" else name[dot + 1 ..];
}

export fn filter_extension(name: [*]const u8, len: usize) Group {
    return extensions.get(extension(name[0..len])) orelse .other;
}

export fn filter_hidden(path: [*:0]const u8) bool {
    var parts = std.mem.tokenizeScalar(u8, std.mem.span(path), '/');
    while (parts.next()) |part| {
        if (std.mem.eql(u8, part, ".") or std.mem.eql(u8, part, "..")) continue;
        if (part[0] == '.') return true;
    }
    return false;
}

test extension {
    try std.testing.expectEqualStrings("rs", extension("a.b.rs"));
    try std.testing.expectEqualStrings("", extension(".profile"));
}
