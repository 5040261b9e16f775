const std = @import("std");
const Grid = @import("grid.zig").Grid;

fn glyph(speed: f64) u8 {
    const steps = " .:-=+*#%@";
    const i: usize = @intFromFloat(@min(@abs(speed), 9.0));
    return steps[i];
}

pub fn main() !void {
    const grid = Grid.init(32, 8) orelse return error.OutOfMemory;
    defer grid.deinit();
    for (0..20) |_| grid.step(0.25);
    const view = grid.view();
    var gusts: usize = 0;
    for (0..view.height) |y| {
        var line: [64]u8 = undefined;
        const row = view.row(y);
        for (row, line[0..row.len]) |cell, *out| {
            out.* = glyph(cell.wind.speed);
            gusts += @intFromBool(cell.wind.gust);
        }
        std.debug.print("{s}\n", .{line[0..row.len]});
    }
    std.debug.print("{d} gusts\n", .{gusts});
}
