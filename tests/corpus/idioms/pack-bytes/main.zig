const std = @import("std");
const Packed = extern struct { ptr: [*]u8, len: usize, cap: usize };
extern fn pack(src: [*]const u8, len: usize) Packed;
extern fn pack_free(p: Packed) void;
fn packed_copy(gpa: std.mem.Allocator, src: []const u8) ![]u8 {
    const p = pack(src.ptr, src.len);
    var list: std.ArrayList(u8) = .{ .items = p.ptr[0..p.len], .capacity = p.cap };
    try list.append(gpa, 0);
    return list.toOwnedSlice(gpa);
}
pub fn main() !void {
    const gpa = std.heap.c_allocator;
    const out = try packed_copy(gpa, "aaabbb");
    defer gpa.free(out);
    std.debug.print("{d}\n", .{out.len});
}
