const std = @import("std");
extern fn checksum(ptr: [*]const u8, len: usize) u32;

pub fn main() void {
    const s = "abc";
    std.debug.print("{d}\n", .{checksum(s.ptr, s.len)});
}
