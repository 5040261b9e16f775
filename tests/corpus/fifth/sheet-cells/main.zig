const std = @import("std");

const Sheet = opaque {};
const Cell = extern struct { value: f64, kind: u32, style: u32 };

extern fn sheet_new(cols: u16) ?*Sheet;
extern fn sheet_free(s: ?*Sheet) void;
extern fn sheet_append_row(s: ?*Sheet) usize;
extern fn sheet_cell(s: ?*Sheet, row: usize, col: usize) ?*Cell;
extern fn sheet_sum(s: ?*const Sheet, col: usize) f64;

fn put(c: *Cell, v: f64) void {
    c.kind = 1;
    c.value = v;
}

fn fill(sheet: *Sheet, rows: usize) !void {
    const head = sheet_append_row(sheet);
    const total = sheet_cell(sheet, head, 0) orelse return error.NoCell;
    var sum: f64 = 0;
    for (0..rows) |i| {
        const r = sheet_append_row(sheet);
        const v: f64 = @floatFromInt(i * i);
        put(sheet_cell(sheet, r, 1) orelse return error.NoCell, v);
        sum += v;
    }
    put(total, sum);
}

pub fn main() !void {
    const sheet = sheet_new(6) orelse return error.OutOfMemory;
    defer sheet_free(sheet);
    try fill(sheet, 100);
    std.debug.print("{d} {d}\n", .{ sheet_sum(sheet, 0), sheet_sum(sheet, 1) });
}
