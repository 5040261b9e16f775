const std = @import("std");

const Rule = struct { header: []const u8, needle: []const u8, points: i32 };

const rules = [_]Rule{
    .{ .header = "subject", .needle = "winner", .points = 4 },
    .{ .header = "subject", .needle = "act now", .points = 3 },
    .{ .header = "from", .needle = "no-reply@lottery", .points = 5 },
    .{ .header = "received", .needle = "unknown [", .points = 1 },
};

fn containsIgnoreCase(haystack: []const u8, needle: []const u8) bool {
    if (needle.len > haystack.len) return false;
    for (0..haystack.len - needle.len + 1) |i| {
        if (std.ascii.eqlIgnoreCase(haystack[i..][0..needle.len], needle)) return true;
    }
    return false;
}

export fn spam_check(name: [*:0]const u8, value: [*:0]const u8) i32 {
    const header = std.mem.span(name);
    const text = std.mem.span(value);
    var sum: i32 = 0;
    for (rules) |r| {
        if (std.mem.eql(u8, r.header, header) and containsIgnoreCase(text, r.needle)) sum += r.points;
    }
    return sum;
}

export fn spam_limit() i32 {
    return 5;
}
