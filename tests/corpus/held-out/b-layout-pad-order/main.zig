const std = @import("std");
const Entry = extern struct {
    key: [4]u8,
    size: u32,
    offset: u32,
};
extern fn entry_end(e: *const Entry) u64;

pub fn main() void {
    const e: Entry = .{ .key = "abcd".*, .size = 4, .offset = 100 };
    std.debug.print("{d}\n", .{entry_end(&e)});
}
