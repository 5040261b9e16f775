const std = @import("std");
extern fn primes_upto(n: u32, len: *usize) ?[*]u32;
extern fn primes_free(p: ?[*]u32, len: usize) void;

pub fn main() void {
    var len: usize = 0;
    const ptr = primes_upto(30, &len) orelse return;
    const primes = ptr[0..len];
    for (primes) |p| std.debug.print("{d} ", .{p});
    std.heap.c_allocator.free(primes);
}
