const std = @import("std");

extern fn field_width(data: [*]const u8, len: usize) usize;

pub fn main() void {
    const line = "alpha,beta";
    std.debug.print("{d}\n", .{field_width(line.ptr, line.len)});
}
