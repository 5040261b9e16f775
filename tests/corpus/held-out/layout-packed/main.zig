const std = @import("std");
const Header = extern struct {
    tag: u8 align(1),
    length: u32 align(1),
    check: u16 align(1),
};
extern fn header_valid(h: *const Header) bool;

pub fn main() void {
    const h: Header = .{ .tag = 1, .length = 3, .check = 2 };
    std.debug.print("{}\n", .{header_valid(&h)});
}
