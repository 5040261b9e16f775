const std = @import("std");
const Undo = @import("undo.zig").Undo;

pub fn main() void {
    var undo = Undo.init();
    defer undo.deinit();
    undo.step(7, true);
    undo.step(8, false);
    undo.step(9, false);
    std.debug.print("{d}\n", .{undo.back()});
}
