const std = @import("std");

const Depot = opaque {};
extern fn depot_new() *Depot;
extern fn depot_free(depot: ?*Depot) void;
extern fn depot_add_shelf(depot: *Depot, capacity: u32) usize;
extern fn depot_stock(depot: *Depot, shelf: usize, article: u32, lots: u32) i32;
extern fn depot_move(depot: *Depot, article: u32, lots: u32, from: usize, to: usize) i32;
extern fn depot_total(depot: *const Depot) u64;

const Error = error{ Refused, Internal };

fn check(code: i32) Error!void {
    return switch (code) {
        0 => {},
        1 => error.Refused,
        else => error.Internal,
    };
}

const Order = struct { article: u32, lots: u32, from: usize, to: usize };

fn carryOut(depot: *Depot, orders: []const Order) usize {
    var done: usize = 0;
    for (orders) |o| {
        check(depot_move(depot, o.article, o.lots, o.from, o.to)) catch |err| {
            std.debug.print("article {d}: {t}\n", .{ o.article, err });
            continue;
        };
        done += 1;
    }
    return done;
}

pub fn main() !void {
    const depot = depot_new();
    defer depot_free(depot);
    const a = depot_add_shelf(depot, 100);
    const b = depot_add_shelf(depot, 40);
    try check(depot_stock(depot, a, 7, 60));
    try check(depot_stock(depot, a, 9, 20));
    const done = carryOut(depot, &.{
        .{ .article = 7, .lots = 30, .from = a, .to = b },
        .{ .article = 9, .lots = 20, .from = a, .to = b },
        .{ .article = 7, .lots = 5, .from = a, .to = 12 },
    });
    std.debug.print("{d} done, {d} lots in all\n", .{ done, depot_total(depot) });
}
