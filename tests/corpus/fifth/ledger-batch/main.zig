const std = @import("std");

const Ledger = opaque {};
const Transfer = extern struct { from: u32, to: u32, cents: i64 };

extern fn ledger_new() ?*Ledger;
extern fn ledger_free(l: ?*Ledger) void;
extern fn ledger_open(l: ?*Ledger, account: u32, cents: i64) bool;
extern fn ledger_run(l: ?*Ledger, batch: [*]const Transfer, n: usize) i32;
extern fn ledger_balance(l: ?*const Ledger, account: u32) i64;

fn run(l: *Ledger, batch: []const Transfer) !void {
    if (ledger_run(l, batch.ptr, batch.len) != 0) return error.Refused;
}

pub fn main() !void {
    const l = ledger_new() orelse return error.OutOfMemory;
    defer ledger_free(l);
    for ([_]u32{ 1, 2, 3 }) |acc| {
        if (!ledger_open(l, acc, 10_000)) return error.Duplicate;
    }
    const batches = [_][]const Transfer{
        &.{ .{ .from = 1, .to = 2, .cents = 500 }, .{ .from = 2, .to = 3, .cents = 120 } },
        &.{ .{ .from = 3, .to = 1, .cents = 75 }, .{ .from = 1, .to = 9, .cents = 4_000 } },
        &.{.{ .from = 1, .to = 2, .cents = 1 }},
    };
    for (batches, 0..) |b, i| run(l, b) catch |e| {
        std.debug.print("batch {d}: {t}\n", .{ i, e });
    };
    var sum: i64 = 0;
    for ([_]u32{ 1, 2, 3 }) |acc| sum += ledger_balance(l, acc);
    std.debug.print("sum {d}\n", .{sum});
}
