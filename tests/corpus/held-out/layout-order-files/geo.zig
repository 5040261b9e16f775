pub const Rect = extern struct {
    x: i32,
    y: i32,
    h: i32,
    w: i32,
};
pub extern fn rect_area(r: Rect) i64;
