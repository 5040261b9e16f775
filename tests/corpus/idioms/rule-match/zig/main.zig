const std = @import("std");
extern fn rule_add(prefix: ?[*:0]const u8, weight: u32) bool;
extern fn rule_weight(word: ?[*:0]const u8) u32;
pub fn main() !void {
    var buf: [32]u8 = undefined;
    for (0..4) |n| {
        const p = try std.fmt.bufPrintZ(&buf, "pre{d}", .{n});
        if (!rule_add(p, @intCast(n))) return error.Refused;
    }
    std.debug.print("{d}\n", .{rule_weight("pre3x")});
}
