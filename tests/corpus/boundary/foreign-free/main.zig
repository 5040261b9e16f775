const std = @import("std");
extern fn consume(data: [*]u8, len: usize) u64;
pub fn main() void {
    const bytes = std.heap.page_allocator.alloc(u8, 8) catch return;
    @memset(bytes, 1);
    std.debug.print("{d}\n", .{consume(bytes.ptr, bytes.len)});
}
