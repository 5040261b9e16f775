pub const Wind = extern struct {
    gust: bool,
    speed: f64,
    bearing: u16,
};

pub const Cell = extern struct {
    pressure: f32,
    humidity: f32,
    wind: Wind,
    updated: u64,
};

pub const View = extern struct {
    cells: ?[*]const Cell,
    width: usize,
    height: usize,

    pub fn row(self: View, y: usize) []const Cell {
        const p = self.cells orelse return &.{};
        if (y >= self.height) return &.{};
        return p[y * self.width ..][0..self.width];
    }
};

pub const Grid = opaque {
    pub const init = grid_new;
    pub const deinit = grid_free;
    pub const step = grid_step;
    pub const view = grid_view;
};

extern fn grid_new(width: u16, height: u16) ?*Grid;
extern fn grid_free(grid: ?*Grid) void;
extern fn grid_step(grid: ?*Grid, dt: f32) void;
extern fn grid_view(grid: ?*const Grid) View;
