const std = @import("std");
const Config = extern struct { width: u16, height: u16, name: [8]u8 };
extern fn config_area(c: *const Config) u32;
extern fn config_grow(c: ?*Config, by: u16) void;
pub fn main() void {
    var c = Config{ .width = 2, .height = 3, .name = @splat(0) };
    config_grow(&c, 1);
    std.debug.print("{d}\n", .{config_area(&c)});
}
