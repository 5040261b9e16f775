const std = @import("std");
const query = @import("query.zig");

pub fn main() !void {
    const cost = try query.run("orders", &.{.{ .column = "customer", .value = 17 }}, 50);
    std.debug.print("cost {d}\n", .{cost});
    if (query.run("orders", &.{
        .{ .column = "customer", .value = 17 },
        .{ .column = "customer", .value = 18 },
    }, null)) |_| {
        std.debug.print("unexpected\n", .{});
    } else |err| {
        std.debug.print("{t}\n", .{err});
    }
}
