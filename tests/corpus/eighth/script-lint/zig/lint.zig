const std = @import("std");

pub const Report = extern struct {
    tabs: u32,
    long: u32,
};

/// What a line is looked at for.
const Rules = struct {
    max_line: u32,

    fn tabs(_: Rules, line: []const u8) u32 {
        var n: u32 = 0;
        for (line) |byte| {
            if (byte == '\t') n +|= 1;
        }
        return n;
    }

    fn tooLong(rules: Rules, line: []const u8) bool {
        const text = std.mem.trimEnd(u8, line, "\r");
        if (isUrl(text)) return false;
        return text.len > rules.max_line;
    }

    /// A comment that is only an address may be of any length.
    fn isUrl(line: []const u8) bool {
        const text = std.mem.trimStart(u8, line, " #/");
        if (std.mem.findScalar(u8, text, ' ') != null) return false;
        return std.mem.startsWith(u8, text, "http://") or std.mem.startsWith(u8, text, "https://");
    }
};

/// Here documents are left alone.
const Skip = struct {
    until: ?[]const u8 = null,

    fn skips(skip: *Skip, line: []const u8) bool {
        if (skip.until) |end| {
            if (std.mem.eql(u8, std.mem.trim(u8, line, " \t"), end)) skip.until = null;
            return true;
        }
        if (std.mem.find(u8, line, "<<")) |at| {
            const word = std.mem.trim(u8, line[at + 2 ..], "-'\" \t\r");
            if (word.len > 0) skip.until = word;
        }
        return false;
    }
};

export fn lint_count(text: [*:0]const u8, max_line: u32, report: *Report) void {
    const rules: Rules = .{ .max_line = max_line };
    var skip: Skip = .{};
    var found: Report = .{ .tabs = 0, .long = 0 };
    var lines = std.mem.splitScalar(u8, std.mem.span(text), '\n');
    while (lines.next()) |line| {
        if (skip.skips(line)) continue;
        found.tabs +|= rules.tabs(line);
        found.long +|= @intFromBool(rules.tooLong(line));
    }
    report.* = found;
}
