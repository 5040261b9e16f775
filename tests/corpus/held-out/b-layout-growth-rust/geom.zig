const Point = extern struct { x: f64, y: f64 };

export fn dist(a: Point, b: Point) f64 {
    return @abs(a.x - b.x) + @abs(a.y - b.y);
}
