const std = @import("std");
const till = @import("till.zig");

pub fn main() void {
    const sales = [_]till.Sale{ .{ .account = 1, .cents = 250 }, .{ .account = 9, .cents = 100 } };
    std.debug.print("{d}\n", .{till.close(&sales)});
}
