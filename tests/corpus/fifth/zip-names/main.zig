const std = @import("std");

const Rule = struct {
    suffix: []const u8,
    allow: bool,
};

const rules = [_]Rule{
    .{ .suffix = ".exe", .allow = false },
    .{ .suffix = ".dll", .allow = false },
    .{ .suffix = ".sh", .allow = false },
    .{ .suffix = ".txt", .allow = true },
    .{ .suffix = ".png", .allow = true },
};

const max_depth = 8;

fn climbs(name: []const u8) bool {
    var parts = std.mem.splitScalar(u8, name, '/');
    while (parts.next()) |p| {
        if (std.mem.eql(u8, p, "..")) return true;
    }
    return false;
}

fn verdict(name: []const u8, depth: u32) bool {
    if (name.len == 0 or name[0] == '/' or depth > max_depth) return false;
    if (climbs(name)) return false;
    inline for (rules) |r| {
        if (std.ascii.endsWithIgnoreCase(name, r.suffix)) return r.allow;
    }
    return false;
}

export fn policy_allows(name: ?[*:0]const u8, depth: u32) bool {
    const n = name orelse return false;
    return verdict(std.mem.span(n), depth);
}
