const std = @import("std");
const Probe = enum(i32) { down = -1, idle = 0, up = 1 };
extern fn probe(port: u16) i32;

fn state(port: u16) !Probe {
    const raw = probe(port);
    return switch (raw) {
        -1...1 => @enumFromInt(raw),
        else => error.Unknown,
    };
}

pub fn main() void {
    const s = state(80) catch return;
    std.debug.print("{t}\n", .{s});
}
