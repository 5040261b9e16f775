const std = @import("std");

/// Matches * and ? against a name.
fn matches(pattern: []const u8, name: []const u8) bool {
    var p: usize = 0;
    var n: usize = 0;
    var star: ?usize = null;
    var mark: usize = 0;
    while (n < name.len) {
        if (p < pattern.len and pattern[p] == '*') {
            star = p;
            mark = n;
            p += 1;
        } else if (p < pattern.len and (pattern[p] == '?' or pattern[p] == name[n])) {
            p += 1;
            n += 1;
        } else if (star) |s| {
            p = s + 1;
            mark += 1;
            n = mark;
        } else return false;
    }
    while (p < pattern.len and pattern[p] == '*') p += 1;
    return p == pattern.len;
}

const OnMatch = *const fn (name: [*]const u8, len: usize) callconv(.c) bool;

/// Calls on_match for every line of `names` that matches, until it says false.
export fn glob_each(
    pattern: [*]const u8,
    pattern_len: usize,
    names: [*]const u8,
    names_len: usize,
    on_match: OnMatch,
) usize {
    var hits: usize = 0;
    var lines = std.mem.tokenizeScalar(u8, names[0..names_len], '\n');
    while (lines.next()) |name| {
        if (!matches(pattern[0..pattern_len], name)) continue;
        hits += 1;
        if (!on_match(name.ptr, name.len)) break;
    }
    return hits;
}

test matches {
    try std.testing.expect(matches("*.rs", "lib.rs"));
    try std.testing.expect(matches("a?c*", "abcdef"));
    try std.testing.expect(!matches("*.rs", "lib.zig"));
}
