const std = @import("std");

pub const Key = enum(u32) { departure, arrival, changes, minutes };

extern fn label_language(tag: [*:0]const u8) bool;
extern fn label_for(key: Key, count: u32) [*:0]const u8;
extern fn label_count() u32;

pub fn use(tag: [:0]const u8) bool {
    return label_language(tag.ptr);
}

pub fn plain(key: Key) []const u8 {
    return std.mem.span(label_for(key, 0));
}

pub fn counted(buf: []u8, key: Key, n: u32) []const u8 {
    const text = std.mem.span(label_for(key, n));
    const kept = @min(text.len, buf.len);
    @memcpy(buf[0..kept], text[0..kept]);
    return buf[0..kept];
}

test "every key has a label" {
    try std.testing.expectEqual(@as(u32, std.enums.values(Key).len), label_count());
}
