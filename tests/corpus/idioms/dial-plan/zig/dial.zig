const std = @import("std");
const Plan = struct {
    digits: [10]u32 = @splat(0),
    fn count(self: *Plan, number: []const u8) !void {
        for (number) |c| {
            const d = try std.fmt.charToDigit(c, 36);
            self.digits[d] += 1;
        }
    }
};
var plan: Plan = .{};
export fn dial_count(number: [*:0]const u8) bool {
    plan.count(std.mem.span(number)) catch return false;
    return true;
}
export fn dial_rate(total: u32, per: u32) u32 {
    return total / per;
}
