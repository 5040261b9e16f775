const Points = extern struct { data: [*]f64, count: usize };
extern fn points_make(n: u32) Points;
extern fn points_free(p: Points) void;
pub fn main() void { points_free(points_make(3)); }
