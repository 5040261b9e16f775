#[repr(C)]
#[derive(Clone, Copy, Default)]
pub struct Vec2 {
    pub x: i32,
    pub y: i32,
}

#[repr(C)]
#[derive(Clone, Copy, Default)]
pub struct Rect {
    pub origin: Vec2,
    pub w: u32,
    pub h: u32,
}

fn end(start: i32, len: u32) -> i64 {
    i64::from(start) + i64::from(len)
}

fn overlap(a: i32, alen: u32, b: i32, blen: u32) -> Option<(i32, u32)> {
    let start = a.max(b);
    let len = end(a, alen).min(end(b, blen)) - i64::from(start);
    match u32::try_from(len) {
        Ok(len) if len > 0 => Some((start, len)),
        _ => None,
    }
}

/// The common part, or an empty rectangle.
#[no_mangle]
pub extern "C" fn rect_clip(a: Rect, b: Rect) -> Rect {
    let across = overlap(a.origin.x, a.w, b.origin.x, b.w);
    let down = overlap(a.origin.y, a.h, b.origin.y, b.h);
    match (across, down) {
        (Some((x, w)), Some((y, h))) => Rect { origin: Vec2 { x, y }, w, h },
        _ => Rect::default(),
    }
}

#[no_mangle]
pub extern "C" fn rect_holds(r: Rect, p: Vec2) -> bool {
    let inside = |at: i32, start: i32, len: u32| at >= start && i64::from(at) < end(start, len);
    inside(p.x, r.origin.x, r.w) && inside(p.y, r.origin.y, r.h)
}
