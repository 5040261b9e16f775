const Point = extern struct { x: f64, y: f64 };
const Points = extern struct { data: [*]const Point, len: usize };
extern fn poly_hull(points: [*]const Point, len: usize) Points;
extern fn points_free(p: Points) void;
pub fn main() void {
    const in = [_]Point{ .{ .x = 0, .y = 0 }, .{ .x = 1, .y = 2 } };
    const h = poly_hull(&in, in.len);
    _ = h;
}
