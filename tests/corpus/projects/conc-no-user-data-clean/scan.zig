extern fn scan(limit: u32, found: *const fn (?*anyopaque, u32) callconv(.c) void, user: ?*anyopaque) void;
fn found(user: ?*anyopaque, i: u32) callconv(.c) void { const n: *u32 = @ptrCast(@alignCast(user.?)); n.* += i; }
pub fn run() u32 { var n: u32 = 0; scan(100, &found, &n); return n; }
