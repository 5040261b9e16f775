const std = @import("std");
const Slot = @import("slots.zig").Slot;

extern fn puts(text: [*:0]const u8) c_int;

const wanted = [_][]const u8{ "imu.raw", "lidar.front", "planner.trajectory", "brake.controller" };

pub fn main() void {
    for (wanted, 1..) |name, n| {
        const id = Slot.register(name, @intCast(n * 8)) catch |err| {
            std.debug.print("{s}: {t}\n", .{ name, err });
            continue;
        };
        const s = Slot.info(id) orelse continue;
        var buf: [17]u8 = undefined;
        _ = puts(s.textZ(&buf).ptr);
        std.debug.print("{d} {s} depth {d} {}\n", .{ s.id, s.text(), s.depth, s.agrees() });
    }
}
