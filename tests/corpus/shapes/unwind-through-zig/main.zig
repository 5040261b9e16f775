export fn rows_each(count: u32, cb: *const fn (?*anyopaque, u32) callconv(.c) void, user: ?*anyopaque) void {
    var i: u32 = 0;
    while (i < count) : (i += 1) cb(user, i);
}
