const Visit = *const fn (?*anyopaque, u64) callconv(.c) bool;
export fn rows_each(n: u64, visit: Visit, user: ?*anyopaque) u64 {
    var i: u64 = 0;
    while (i < n) : (i += 1) if (!visit(user, i *% 7)) break;
    return i;
}
