const std = @import("std");
const c = struct {
    extern fn mixer_gain(db: f32) f32;
};

pub fn main() void {
    std.debug.print("{d}\n", .{c.mixer_gain(-6)});
}
