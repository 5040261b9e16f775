const std = @import("std");
const width = 16;
var grid: [width * width]u8 = @splat(0);
export fn grid_cell(x: u32, y: u32) u8 {
    std.debug.assert(x < width and y < width);
    return grid[y * width + x];
}
