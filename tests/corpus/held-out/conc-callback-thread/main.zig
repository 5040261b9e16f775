const std = @import("std");
extern fn watch(times: u32, on_event: *const fn (u32) callconv(.c) void) void;

var seen: u32 = 0;

fn onEvent(n: u32) callconv(.c) void {
    seen += n;
}

pub fn main() void {
    watch(4, onEvent);
    seen += 1;
    std.debug.print("{d}\n", .{seen});
}
