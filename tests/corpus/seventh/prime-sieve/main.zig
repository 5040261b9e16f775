const std = @import("std");

const Primes = extern struct {
    ptr: ?[*]u32,
    len: usize,

    fn items(p: Primes) []const u32 {
        return if (p.ptr) |ptr| ptr[0..p.len] else &.{};
    }
};

extern fn primes_below(limit: u32) Primes;
extern fn primes_free(p: Primes) void;

pub fn main() void {
    const primes = primes_below(50);
    defer primes_free(primes);
    var sum: u64 = 0;
    for (primes.items()) |p| sum += p;
    std.debug.print("{d} primes, sum {d}\n", .{ primes.items().len, sum });
}
