const std = @import("std");
extern fn env_hash(name: [*:0]const u8) u32;

fn hash(name: []const u8) u32 {
    return env_hash(@ptrCast(name.ptr));
}

pub fn main() void {
    std.debug.print("{d}\n", .{hash("HOME=/x"[0..4])});
}
