const std = @import("std");
const gpa = std.heap.c_allocator;

const Map = struct {
    keys: [16][:0]u8 = undefined,
    values: [16]i64 = undefined,
    len: usize = 0,
};

export fn map_create() ?*Map {
    const map = gpa.create(Map) catch return null;
    map.* = .{};
    return map;
}

export fn map_put(map: *Map, key: [*:0]const u8, value: i64) bool {
    if (map.len == map.keys.len) return false;
    map.keys[map.len] = gpa.dupeSentinel(u8, std.mem.span(key), 0) catch return false;
    map.values[map.len] = value;
    map.len += 1;
    return true;
}

export fn map_get(map: *const Map, key: [*:0]const u8, out: *i64) bool {
    for (map.keys[0..map.len], map.values[0..map.len]) |k, v| {
        if (std.mem.eql(u8, k, std.mem.span(key))) {
            out.* = v;
            return true;
        }
    }
    return false;
}

export fn map_destroy(map: *Map) void {
    for (map.keys[0..map.len]) |k| gpa.free(k);
    gpa.destroy(map);
}
