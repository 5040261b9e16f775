const std = @import("std");
const SessionId = u32;
extern "c" fn session_touch(id: SessionId) bool;

pub fn main() void {
    std.debug.print("{}\n", .{session_touch(9)});
}
