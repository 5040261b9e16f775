const std = @import("std");
const gpa = std.heap.c_allocator;
const Stats = struct { cells: std.AutoHashMapUnmanaged(u32, u64) = .empty };
export fn stats_new() ?*Stats {
    const s = gpa.create(Stats) catch return null;
    s.* = .{};
    return s;
}
export fn stats_free(s: ?*Stats) void {
    const it = s orelse return;
    it.cells.deinit(gpa);
    gpa.destroy(it);
}
/// The counter of this id; it is the stats'.
export fn stats_cell(s: *Stats, id: u32) ?*u64 {
    const slot = s.cells.getOrPut(gpa, id) catch return null;
    if (!slot.found_existing) slot.value_ptr.* = 0;
    return slot.value_ptr;
}
