const std = @import("std");
const Header = extern struct { kind: u8, length: u32 };
extern fn header_length(h: *const Header) u32;
pub fn main() void {
    const h = Header{ .kind = 1, .length = 7 };
    std.debug.print("{d}\n", .{header_length(&h)});
}
