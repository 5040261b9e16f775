const std = @import("std");

extern fn fetch_report(code: u16, attempts: u32) usize;

comptime {
    _ = @import("errors.zig");
}

pub fn main() void {
    std.debug.print("{d}\n", .{fetch_report(3, 4)});
}
