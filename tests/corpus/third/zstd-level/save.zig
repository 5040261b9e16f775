const std = @import("std");

extern fn rle_max_size(len: usize) usize;
extern fn rle_pack(data: [*]const u8, len: usize, out: [*]u8, room: usize) usize;

pub const Error = error{Incompressible} || std.mem.Allocator.Error;

pub fn pack(gpa: std.mem.Allocator, data: []const u8) Error![]u8 {
    const room = try gpa.alloc(u8, rle_max_size(data.len));
    defer gpa.free(room);
    const n = rle_pack(data.ptr, data.len, room.ptr, room.len);
    if (n == 0) return error.Incompressible;
    return gpa.dupe(u8, room[0..n]);
}
