const std = @import("std");

const Cache = opaque {};
extern fn cache_open() *Cache;
extern fn cache_put(cache: *const Cache, row: u32) void;
extern fn cache_close(cache: *Cache) void;

const Job = struct {
    cache: *Cache,
    first: u32,

    fn run(self: *Job) void {
        for (0..10) |n| cache_put(self.cache, self.first + @as(u32, @intCast(n)));
    }
};

pub fn main() !void {
    const cache = cache_open();
    defer cache_close(cache);
    var job: Job = .{ .cache = cache, .first = 100 };
    const thread = try std.Thread.spawn(.{}, Job.run, .{&job});
    cache_put(cache, 1);
    thread.join();
}
