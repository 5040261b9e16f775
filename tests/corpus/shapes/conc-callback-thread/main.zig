const std = @import("std");
const Scanner = opaque {};
extern fn scanner_start(found: *const fn (?*anyopaque, u32) callconv(.c) void, user: ?*anyopaque) ?*Scanner;
extern fn scanner_stop(scanner: ?*Scanner) void;
const State = struct { seen: u32 = 0 };
fn onFound(user: ?*anyopaque, n: u32) callconv(.c) void {
    const state: *State = @ptrCast(@alignCast(user.?));
    state.seen += n;
}
pub fn main() void {
    var state: State = .{};
    const s = scanner_start(onFound, &state);
    while (state.seen < 10) {}
    scanner_stop(s);
}
