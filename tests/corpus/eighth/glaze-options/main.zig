const std = @import("std");

const GlazeOptions = extern struct {
    silica: f32,
    coats: u32,
    matte: bool,
};

extern fn glaze_grams(area: f32, options: ?*const GlazeOptions) f32;

pub fn main() void {
    const tile: GlazeOptions = .{ .silica = 0.72, .coats = 3, .matte = true };
    const choices = [_]?*const GlazeOptions{ null, &tile };
    for (choices) |options| {
        std.debug.print("{d:.1} g\n", .{glaze_grams(250, options)});
    }
}
