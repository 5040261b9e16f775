const std = @import("std");
const Gear = enum(u8) { park, reverse, neutral, drive };
var gear: Gear = .park;
fn shift(to: Gear) bool {
    if (gear == .park and to == .reverse) return false;
    gear = to;
    return true;
}
export fn gear_set(code: u8) bool {
    const to = std.enums.fromInt(Gear, code) orelse return false;
    return shift(to);
}
export fn gear_get() u8 {
    return @intFromEnum(gear);
}
