pub const Rect = extern struct {
    x: i32,
    y: i32,
    width: i32,
    height: i32,
};
pub extern fn rect_area(r: Rect) i64;
