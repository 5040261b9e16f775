const std = @import("std");

pub const Grid = opaque {
    extern fn tui_grid_new(cols: u16, rows: u16) ?*Grid;
    extern fn tui_grid_put(g: ?*Grid, col: u16, row: u16, text: ?[*]const u8, len: usize, bold: bool) u16;
    extern fn tui_grid_cell(g: ?*Grid, col: u16, row: u16) u32;
    extern fn tui_grid_free(g: ?*Grid) void;

    pub fn init(cols: u16, rows: u16) error{OutOfMemory}!*Grid {
        return tui_grid_new(cols, rows) orelse error.OutOfMemory;
    }
    pub fn write(self: *Grid, col: u16, row: u16, text: []const u8) u16 {
        return tui_grid_put(self, col, row, text.ptr, text.len, false);
    }
    pub fn at(self: *Grid, col: u16, row: u16) u32 {
        return tui_grid_cell(self, col, row);
    }
    pub const deinit = tui_grid_free;
};

pub fn echo(grid: *Grid, row: u16, input: []const u8) void {
    // Lines longer than the screen are cut.
    const n = @min(input.len, 80);
    _ = grid.write(0, row, input[0..n]);
}

pub fn main() !void {
    const g = try Grid.init(80, 24);
    defer g.deinit();
    var args: [16]u8 = undefined;
    const got = std.posix.read(0, &args) catch 0;
    echo(g, 0, args[0..got]);
    std.debug.print("{x}\n", .{g.at(0, 0)});
}
