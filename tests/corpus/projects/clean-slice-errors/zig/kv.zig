const std = @import("std");
const Map = std.AutoHashMap(u32, u32);
pub const Status = enum(i32) { ok = 0, missing = -1, memory = -2 };
fn status(e: anyerror) Status { return switch (e) { error.OutOfMemory => .memory, else => .missing }; }
export fn map_create() ?*Map {
    const m = std.heap.c_allocator.create(Map) catch return null;
    m.* = Map.init(std.heap.c_allocator);
    return m;
}
export fn map_destroy(m: ?*Map) void { const map = m orelse return; map.deinit(); std.heap.c_allocator.destroy(map); }
export fn map_put(m: *Map, k: u32, v: u32) Status { m.put(k, v) catch |e| return status(e); return .ok; }
export fn map_get(m: *const Map, k: u32, out: *u32) Status { out.* = m.get(k) orelse return .missing; return .ok; }
