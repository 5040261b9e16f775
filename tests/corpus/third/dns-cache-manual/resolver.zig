const std = @import("std");

const Cache = opaque {};
extern fn dns_new(most: u32) *Cache;
extern fn dns_put(cache: *Cache, name: [*]const u8, len: usize, address: u32) void;
extern fn dns_count(cache: *Cache) u32;
extern fn dns_free(cache: *Cache) void;

/// Loads `name=a.b.c.d` lines; returns how many names are known.
pub fn hosts(text: []const u8) !u32 {
    const cache = dns_new(64);
    defer dns_free(cache);
    var lines = std.mem.tokenizeScalar(u8, text, '\n');
    while (lines.next()) |line| {
        const at = std.mem.indexOfScalar(u8, line, '=') orelse continue;
        var address: u32 = 0;
        var parts = std.mem.splitScalar(u8, line[at + 1 ..], '.');
        while (parts.next()) |part| {
            address = address << 8 | try std.fmt.parseInt(u8, part, 10);
        }
        dns_put(cache, line.ptr, at, address);
    }
    return dns_count(cache);
}
