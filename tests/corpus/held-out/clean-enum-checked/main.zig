const std = @import("std");
const Mode = enum(u8) { read, write, append };
extern fn mode_flags(raw: u8) i32;

pub fn main() void {
    std.debug.print("{d}\n", .{mode_flags(@intFromEnum(Mode.append))});
}
