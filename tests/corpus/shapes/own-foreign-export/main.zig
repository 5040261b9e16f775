const std = @import("std");
extern fn job_name(name: [*:0]u8) usize;
pub fn main() !void {
    const name = try std.heap.c_allocator.dupeZ(u8, "worker");
    _ = job_name(name.ptr);
}
