const std = @import("std");

extern fn upload_part(number: u32, data: [*]const u8, len: usize) bool;
extern fn upload_state(digest: *u64) u64;

pub fn send(text: []const u8) u32 {
    var number: u32 = 0;
    var rest = text;
    while (rest.len > 0) : (number += 1) {
        var part: [256]u8 = undefined;
        const n = @min(rest.len, part.len);
        for (part[0..n], rest[0..n]) |*to, from| to.* = std.ascii.toLower(from);
        if (!upload_part(number, &part, n)) break;
        rest = rest[n..];
    }
    return number;
}

pub fn digest(parts: u32) u64 {
    var value: u64 = 0;
    while (upload_state(&value) < parts) std.Thread.yield() catch {};
    return value;
}
