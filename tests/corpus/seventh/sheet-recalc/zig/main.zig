const std = @import("std");

const Sheet = opaque {};

extern fn sheet_new() ?*Sheet;
extern fn sheet_set(s: ?*const Sheet, text: [*]const u8, len: usize) i32;
extern fn sheet_recalc(s: ?*const Sheet) i32;
extern fn sheet_value(s: ?*const Sheet, row: u32, out: *i64) i32;
extern fn sheet_free(s: ?*Sheet) void;

const rows = [_][]const u8{ "12", "0", "sum 0 1", "ratio 0 1" };

pub fn main() void {
    const s = sheet_new();
    defer sheet_free(s);
    for (rows) |row| {
        if (sheet_set(s, row.ptr, row.len) != 0) std.debug.print("bad row {s}\n", .{row});
    }
    if (sheet_recalc(s) != 0) {
        std.debug.print("recalc failed, adding a number and trying again\n", .{});
        _ = sheet_set(s, "7", 1);
        _ = sheet_recalc(s);
    }
    var v: i64 = 0;
    var row: u32 = 0;
    while (sheet_value(s, row, &v) == 0) : (row += 1) std.debug.print("{d}: {d}\n", .{ row, v });
}
