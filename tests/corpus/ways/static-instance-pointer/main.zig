const std = @import("std");

extern fn engine_open() bool;
extern fn engine_frame() u64;
extern fn engine_close() void;

pub fn main() void {
    if (!engine_open()) return;
    defer engine_close();
    std.debug.print("{d}\n", .{engine_frame()});
}
