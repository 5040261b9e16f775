const std = @import("std");
const gpa = std.heap.smp_allocator;
const Pair = extern struct { key: u64, value: u64 };
const Page = extern struct { pairs: ?[*]Pair, count: usize };
const Store = struct {
    map: std.AutoArrayHashMapUnmanaged(u64, u64) = .empty,
};
export fn store_create() ?*Store {
    const s = gpa.create(Store) catch return null;
    s.* = .{};
    return s;
}
export fn store_destroy(s: *Store) void {
    s.map.deinit(gpa);
    gpa.destroy(s);
}
export fn store_put(s: *Store, key: u64, value: u64) bool {
    s.map.put(gpa, key, value) catch return false;
    return true;
}
export fn store_page(s: *const Store, out: *Page) bool {
    var pairs: std.ArrayList(Pair) = .empty;
    defer pairs.deinit(gpa);
    for (s.map.keys(), s.map.values()) |k, v| pairs.append(gpa, .{ .key = k, .value = v }) catch return false;
    const all = pairs.toOwnedSlice(gpa) catch return false;
    out.* = .{ .pairs = all.ptr, .count = all.len };
    return true;
}
