const std = @import("std");

const Cache = opaque {};
extern fn cache_open() *Cache;
extern fn cache_put(cache: *const Cache, row: u32) void;
extern fn cache_close(cache: *Cache) void;

/// Each thread opens a cache of its own.
fn work(first: u32) void {
    const cache = cache_open();
    defer cache_close(cache);
    for (0..10) |n| cache_put(cache, first + @as(u32, @intCast(n)));
}

pub fn main() !void {
    const cache = cache_open();
    defer cache_close(cache);
    const thread = try std.Thread.spawn(.{}, work, .{100});
    cache_put(cache, 1);
    thread.join();
}
