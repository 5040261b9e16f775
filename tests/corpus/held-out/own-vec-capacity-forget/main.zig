const std = @import("std");
const Buffer = extern struct { data: ?[*]u8, len: usize };
extern fn buffer_read(n: usize) Buffer;
extern fn buffer_release(b: Buffer) void;

pub fn main() void {
    const b = buffer_read(10);
    defer buffer_release(b);
    std.debug.print("{d}\n", .{b.len});
}
