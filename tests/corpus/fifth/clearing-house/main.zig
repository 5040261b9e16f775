const std = @import("std");

const House = opaque {};
const Transfer = extern struct { from: u32, to: u32, cents: i64 };

extern fn house_new() ?*House;
extern fn house_free(l: ?*House) void;
extern fn house_open(l: ?*House, account: u32, cents: i64) bool;
extern fn house_run(l: ?*House, batch: [*]const Transfer, n: usize) i32;
extern fn house_balance(l: ?*const House, account: u32) i64;

fn run(l: *House, batch: []const Transfer) !void {
    if (house_run(l, batch.ptr, batch.len) != 0) return error.Refused;
}

pub fn main() !void {
    const l = house_new() orelse return error.OutOfMemory;
    defer house_free(l);
    for ([_]u32{ 1, 2, 3 }) |acc| {
        if (!house_open(l, acc, 10_000)) return error.Duplicate;
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
    for ([_]u32{ 1, 2, 3 }) |acc| sum += house_balance(l, acc);
    std.debug.print("sum {d}\n", .{sum});
}
