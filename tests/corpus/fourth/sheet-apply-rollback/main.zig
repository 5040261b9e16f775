const std = @import("std");

const Op = extern struct {
    cell: u32,
    kind: u32,
    operand: i64,

    fn set(cell: u32, v: i64) Op {
        return .{ .cell = cell, .kind = 0, .operand = v };
    }
    fn div(cell: u32, v: i64) Op {
        return .{ .cell = cell, .kind = 2, .operand = v };
    }
};

const Sheet = opaque {};
extern fn sheet_create(n: u32) ?*Sheet;
extern fn sheet_apply(s: ?*Sheet, ops: [*]const Op, n: usize) bool;
extern fn sheet_total(s: ?*const Sheet) i64;
extern fn sheet_version(s: ?*const Sheet) u32;
extern fn sheet_destroy(s: ?*Sheet) void;

pub fn main() !void {
    const s = sheet_create(16) orelse return error.OutOfMemory;
    defer sheet_destroy(s);
    const batch = [_]Op{ .set(0, 10), .set(1, 20), .div(1, 0), .set(2, 5) };
    if (!sheet_apply(s, &batch, batch.len)) {
        std.debug.print("batch refused, total still {d}\n", .{sheet_total(s)});
    }
    _ = sheet_apply(s, &batch, 2);
    std.debug.print("version {d}\n", .{sheet_version(s)});
}
