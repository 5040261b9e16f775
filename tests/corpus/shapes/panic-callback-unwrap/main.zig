const names = [_][*:0]const u8{ "A", "B" };
export fn env_each(cb: *const fn (?*anyopaque, [*:0]const u8, [*:0]const u8) callconv(.c) bool, user: ?*anyopaque) usize {
    var n: usize = 0;
    for (names) |name| {
        if (!cb(user, name, "12")) break;
        n += 1;
    }
    return n;
}
