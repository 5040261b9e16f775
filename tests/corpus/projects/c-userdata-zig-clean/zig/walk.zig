const Visit = *const fn (?*anyopaque, u32) callconv(.c) void;
export fn walk(n: u32, visit: Visit, user: ?*anyopaque) void { for (0..n) |i| visit(user, @intCast(i)); }
