const std = @import("std");
extern fn stats_add(key: [*c]const u8, value: i64) bool;
pub fn main() !void {
    var room: [32]u8 = undefined;
    for (0..4) |i| {
        const key = try std.fmt.bufPrint(&room, "cpu.{d}", .{i});
        _ = stats_add(key.ptr, 3);
    }
}
