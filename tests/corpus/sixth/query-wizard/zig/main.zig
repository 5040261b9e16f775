const std = @import("std");
const wizard = @import("wizard.zig");

pub fn main() !void {
    const cost = try wizard.run("orders", &.{.{ .column = "customer", .value = 17 }});
    std.debug.print("cost {d}\n", .{cost});
    const again = wizard.run("orders", &.{
        .{ .column = "customer", .value = 17 },
        .{ .column = "customer", .value = 18 },
    });
    if (again) |_| return error.Unexpected else |err| std.debug.print("{t}\n", .{err});
}
