const Pool = opaque {};
extern fn pool_new() ?*Pool;
extern fn pool_send(p: *const Pool, x: u32) bool;
extern fn pool_finish(p: ?*Pool, done: ?*const fn (?*anyopaque, u32) callconv(.c) void, user: ?*anyopaque) void;
fn done(user: ?*anyopaque, sum: u32) callconv(.c) void { const out: *u32 = @ptrCast(@alignCast(user.?)); out.* = sum; }
pub fn main() void {
    const p = pool_new() orelse return;
    var sum: u32 = 0;
    defer pool_finish(p, &done, &sum);
    _ = pool_send(p, 3);
}
