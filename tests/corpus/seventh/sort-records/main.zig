const std = @import("std");

const Record = extern struct { cells: [4]i32 };
const CompareFn = *const fn (a: *const Record, b: *const Record) callconv(.c) c_int;

extern fn records_sort(records: [*]Record, n: usize, compare: ?CompareFn) void;

threadlocal var column: usize = 0;

fn byColumn(a: *const Record, b: *const Record) callconv(.c) c_int {
    return switch (std.math.order(a.cells[column], b.cells[column])) {
        .lt => -1,
        .eq => 0,
        .gt => 1,
    };
}

fn sortBy(records: []Record, by: u2) void {
    column = by;
    records_sort(records.ptr, records.len, &byColumn);
}

pub fn main() void {
    var table = [_]Record{
        .{ .cells = .{ 3, 1, 4, 1 } },
        .{ .cells = .{ 5, 9, 2, 6 } },
        .{ .cells = .{ 5, 3, 5, 8 } },
    };
    for (0..4) |c| {
        sortBy(&table, @intCast(c));
        std.debug.print("{d}: {d} first\n", .{ c, table[0].cells[0] });
    }
}
