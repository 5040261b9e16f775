const std = @import("std");
const Lamp = @import("lamp.zig").Lamp;
const Command = @import("lamp.zig").Command;

const packets = [_][2]u32{ .{ 1, 0 }, .{ 0x10, 7 }, .{ 9, 0 }, .{ 2, 35 } };

pub fn main() void {
    const lamp = Lamp.new() orelse return;
    defer lamp.free();
    for (packets) |p| {
        const command: Command = @enumFromInt(p[0]);
        switch (lamp.do(command, p[1])) {
            .ok => std.debug.print("level {d}\n", .{lamp.level()}),
            .bad_command => std.debug.print("unknown command {d}\n", .{p[0]}),
            else => return,
        }
    }
}
