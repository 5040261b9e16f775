export fn engine_version() [*:0]const u8 {
    return "4.2.0";
}

export fn each_name(visit: *const fn ([*:0]const u8, ?*anyopaque) callconv(.c) void, user: ?*anyopaque) void {
    visit("one", user);
    visit("two", user);
}
