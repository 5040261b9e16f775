const std = @import("std");
const gpa = std.heap.c_allocator;
const Stats = struct { cells: std.AutoHashMapUnmanaged(u32, *u64) = .empty };
export fn stats_new() ?*Stats {
    const s = gpa.create(Stats) catch return null;
    s.* = .{};
    return s;
}
export fn stats_free(s: ?*Stats) void {
    const it = s orelse return;
    var cells = it.cells.valueIterator();
    while (cells.next()) |c| gpa.destroy(c.*);
    it.cells.deinit(gpa);
    gpa.destroy(it);
}
/// The counter of this id; it is the stats'.
export fn stats_cell(s: *Stats, id: u32) ?*u64 {
    const slot = s.cells.getOrPut(gpa, id) catch return null;
    if (!slot.found_existing) {
        const cell = gpa.create(u64) catch {
            _ = s.cells.remove(id);
            return null;
        };
        cell.* = 0;
        slot.value_ptr.* = cell;
    }
    return slot.value_ptr.*;
}
