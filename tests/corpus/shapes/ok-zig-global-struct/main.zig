const std = @import("std");
const Cache = struct {
    mutex: std.Thread.Mutex = .{},
    map: std.AutoHashMapUnmanaged(u64, u64) = .empty,
    fn put(self: *Cache, key: u64, value: u64) void {
        self.mutex.lock();
        defer self.mutex.unlock();
        self.map.put(std.heap.smp_allocator, key, value) catch {};
    }
};
var cache: Cache = .{};
export fn cache_put(key: u64, value: u64) void {
    cache.put(key, value);
}
export fn cache_get(key: u64) u64 {
    cache.mutex.lock();
    defer cache.mutex.unlock();
    return cache.map.get(key) orelse 0;
}
