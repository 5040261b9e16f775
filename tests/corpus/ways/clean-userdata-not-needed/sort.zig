const std = @import("std");

export fn sort_by(data: [*]u32, len: usize, before: *const fn (u32, u32) callconv(.c) bool) void {
    const items = data[0..len];
    var i: usize = 1;
    while (i < len) : (i += 1) {
        var j = i;
        while (j > 0 and before(items[j], items[j - 1])) : (j -= 1) std.mem.swap(u32, &items[j], &items[j - 1]);
    }
}

export fn scale_all(data: [*]u32, len: usize, scale: *const fn (u32) callconv(.c) u32) void {
    for (data[0..len]) |*item| item.* = scale(item.*);
}

export fn visit_all(data: [*]const u32, len: usize, visit: *const fn (u32, ?*anyopaque) callconv(.c) void, user: ?*anyopaque) void {
    for (data[0..len]) |item| visit(item, user);
}
