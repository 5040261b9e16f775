const std = @import("std");
extern fn visit_all(limit: u32, f: *const fn (u32) callconv(.c) void) void;

fn show(i: u32) callconv(.c) void {
    std.debug.print("{d}\n", .{i});
}

pub fn main() void {
    visit_all(9, show);
}
