const std = @import("std");
const ui = @import("ui.zig");

pub fn main() void {
    const tween = ui.tween_new(0, 320, 9);
    defer ui.tween_free(tween);
    std.debug.print("{d}\n", .{ui.play(tween, 30)});
}
