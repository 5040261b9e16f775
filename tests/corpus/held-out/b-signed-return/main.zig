const std = @import("std");
extern fn balance_of(account: u32) u64;

pub fn main() void {
    if (balance_of(3) > 0) std.debug.print("rich\n", .{});
}
