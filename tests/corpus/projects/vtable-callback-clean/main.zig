const std = @import("std");
const Allocator = extern struct {
    context: ?*anyopaque,
    alloc: *const fn (?*anyopaque, usize, usize) callconv(.c) ?[*]u8,
    free: *const fn (?*anyopaque, [*]u8, usize) callconv(.c) void,
};
extern fn arena_probe(a: *const Allocator, bytes: usize) bool;
fn alloc(_: ?*anyopaque, n: usize, _: usize) callconv(.c) ?[*]u8 {
    const s = std.heap.c_allocator.alloc(u8, n) catch return null;
    return s.ptr;
}
fn free(_: ?*anyopaque, p: [*]u8, n: usize) callconv(.c) void {
    std.heap.c_allocator.free(p[0..n]);
}
pub fn main() void {
    const a = Allocator{ .context = null, .alloc = &alloc, .free = &free };
    std.debug.print("{}\n", .{arena_probe(&a, 64)});
}
