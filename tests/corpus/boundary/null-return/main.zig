const std = @import("std");
const Session = opaque {};
extern fn session_open(id: u64) *Session;
extern fn session_id(s: *const Session) u64;
extern fn session_close(s: *Session) void;
pub fn main() void {
    const s = session_open(7);
    defer session_close(s);
    std.debug.print("{d}\n", .{session_id(s)});
}
