const std = @import("std");
extern fn absorb(ptr: [*]u8, len: usize, cap: usize) u32;

pub fn main() !void {
    const gpa = std.heap.page_allocator;
    const buf = try gpa.alloc(u8, 32);
    @memset(buf, 1);
    std.debug.print("{d}\n", .{absorb(buf.ptr, buf.len, buf.len)});
}
