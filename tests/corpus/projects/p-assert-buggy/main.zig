const Grid = opaque {};
extern fn grid_new(w: u16, h: u16) ?*Grid;
extern fn grid_free(g: ?*Grid) void;
extern fn grid_set(g: *Grid, x: usize, y: usize, v: u8) bool;
pub fn main() void { const g = grid_new(4, 4) orelse return; defer grid_free(g); _ = grid_set(g, 9, 9, 1); }
