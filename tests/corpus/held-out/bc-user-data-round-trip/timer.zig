var callback: ?*const fn (?*anyopaque) callconv(.c) void = null;
var user_data: ?*anyopaque = null;

export fn timer_set(f: ?*const fn (?*anyopaque) callconv(.c) void, user: ?*anyopaque) void {
    callback = f;
    user_data = user;
}

export fn timer_fire() void {
    if (callback) |f| f(user_data);
}

export fn timer_user() ?*anyopaque {
    return user_data;
}
