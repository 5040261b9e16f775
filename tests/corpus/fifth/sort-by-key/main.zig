const std = @import("std");
const gpa = std.heap.smp_allocator;

const Cmp = *const fn (?*anyopaque, [*]const u8, [*]const u8) callconv(.c) i32;

/// Insertion sort over opaque records, with one record of scratch space.
const Sorter = struct {
    base: [*]u8,
    size: usize,
    scratch: []u8,
    cmp: Cmp,
    user: ?*anyopaque,

    fn at(s: Sorter, i: usize) []u8 {
        return s.base[i * s.size ..][0..s.size];
    }

    fn run(s: Sorter, count: usize) void {
        var i: usize = 1;
        while (i < count) : (i += 1) {
            @memcpy(s.scratch, s.at(i));
            var j = i;
            while (j > 0 and s.cmp(s.user, s.scratch.ptr, s.at(j - 1).ptr) < 0) : (j -= 1) {
                @memcpy(s.at(j), s.at(j - 1));
            }
            @memcpy(s.at(j), s.scratch);
        }
    }
};

export fn records_sort(base: ?[*]u8, count: usize, size: usize, cmp: Cmp, user: ?*anyopaque) bool {
    const p = base orelse return false;
    const scratch = gpa.alloc(u8, size) catch return false;
    defer gpa.free(scratch);
    const s: Sorter = .{ .base = p, .size = size, .scratch = scratch, .cmp = cmp, .user = user };
    s.run(count);
    return true;
}
