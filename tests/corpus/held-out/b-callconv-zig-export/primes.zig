export fn each_prime(limit: u32, f: *const fn (u32) callconv(.{ .x86_64_win = .{} }) void) void {
    var n: u32 = 2;
    outer: while (n < limit) : (n += 1) {
        var d: u32 = 2;
        while (d < n) : (d += 1) if (n % d == 0) continue :outer;
        f(n);
    }
}
