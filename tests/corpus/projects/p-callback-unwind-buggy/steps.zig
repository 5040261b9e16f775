extern fn run_steps(n: u32, step: *const fn (?*anyopaque, u32) callconv(.c) void, user: ?*anyopaque) u32;
fn step(_: ?*anyopaque, _: u32) callconv(.c) void {}
pub fn run() u32 { return run_steps(5, &step, null); }
