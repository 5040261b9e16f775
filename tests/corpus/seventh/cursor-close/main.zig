const std = @import("std");

const Cursor = opaque {};

extern fn cursor_open(rows: [*]const i64, n: usize, out: *?*Cursor) i32;
extern fn cursor_next(c: ?*Cursor, out: *i64) bool;
extern fn cursor_close(c: *?*Cursor) void;

fn sum(rows: []const i64, limit: i64) ?i64 {
    var cursor: ?*Cursor = null;
    defer cursor_close(&cursor);
    if (cursor_open(rows.ptr, rows.len, &cursor) != 0) return null;

    var total: i64 = 0;
    var v: i64 = 0;
    while (cursor_next(cursor, &v)) {
        total +|= v;
        if (total > limit) {
            cursor_close(&cursor);
            break;
        }
    }
    return total;
}

pub fn main() void {
    std.debug.print("{?d} {?d}\n", .{ sum(&.{ 1, 2, 3 }, 100), sum(&.{ 90, 20, 5 }, 100) });
}
