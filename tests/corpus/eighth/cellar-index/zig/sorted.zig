const CompareFn = *const fn (user: ?*anyopaque, a: u32, b: u32) callconv(.c) i32;

extern fn cellar_sort(slots: ?[*]u32, len: usize, compare: ?CompareFn, user: ?*anyopaque) bool;
extern fn cellar_is_sorted(slots: ?[*]const u32, len: usize, compare: ?CompareFn, user: ?*anyopaque) bool;

/// Sorts handles into a table of T by T.rank.
pub fn Sorted(comptime T: type) type {
    return struct {
        const Self = @This();

        table: []const T,

        fn compare(self: *const Self, a: u32, b: u32) i32 {
            const left = self.rankOf(a);
            const right = self.rankOf(b);
            return if (left < right) -1 else @intFromBool(left > right);
        }

        fn rankOf(self: *const Self, slot: u32) u64 {
            return if (slot < self.table.len) self.table[slot].rank() else 0;
        }

        pub fn sort(self: *const Self, slots: []u32) error{Rejected}!void {
            const user: ?*anyopaque = @constCast(self);
            const ok = cellar_sort(slots.ptr, slots.len, @ptrCast(&compare), user);
            if (!ok) return error.Rejected;
        }
    };
}
