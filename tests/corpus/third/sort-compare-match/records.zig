const std = @import("std");

pub const Record = extern struct { time: u64, source: u32, line: u32 };

const Compare = *const fn (a: *const Record, b: *const Record, user: ?*anyopaque) callconv(.c) i32;

extern fn records_merge(records: [*]Record, len: usize, middle: usize, compare: Compare, user: ?*anyopaque) bool;

const Order = struct {
    by_source: bool,

    fn compare(a: *const Record, b: *const Record, user: ?*anyopaque) callconv(.c) i32 {
        const self: *const Order = @ptrCast(@alignCast(user.?));
        const order = if (self.by_source and a.source != b.source)
            std.math.order(a.source, b.source)
        else
            std.math.order(a.time, b.time);
        return switch (order) {
            .lt => -1,
            .eq => 0,
            .gt => 1,
        };
    }
};

pub fn merge(all: []Record, middle: usize, by_source: bool) bool {
    var order: Order = .{ .by_source = by_source };
    return records_merge(all.ptr, all.len, middle, &Order.compare, &order);
}
