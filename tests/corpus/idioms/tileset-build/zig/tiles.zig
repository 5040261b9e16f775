const std = @import("std");
const gpa = std.heap.c_allocator;
const Set = struct { tiles: []u32, names: []u8 };
fn build(n: usize) !*Set {
    const set = try gpa.create(Set);
    errdefer gpa.destroy(set);
    set.tiles = try gpa.alloc(u32, n);
    errdefer gpa.free(set.tiles);
    set.names = gpa.alloc(u8, n * 8) catch |e| {
        gpa.free(set.tiles);
        return e;
    };
    @memset(set.names, 0);
    return set;
}
export fn tiles_build(n: usize) ?*Set {
    return build(n) catch null;
}
export fn tiles_free(s: ?*Set) void {
    const it = s orelse return;
    gpa.free(it.names);
    gpa.free(it.tiles);
    gpa.destroy(it);
}
