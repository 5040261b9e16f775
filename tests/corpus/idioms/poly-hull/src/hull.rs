#[repr(C)]
#[derive(Clone, Copy)]
pub struct Point { pub x: f64, pub y: f64 }
pub fn hull(points: &[Point]) -> Vec<Point> {
    let mut all = points.to_vec();
    all.sort_by(|a, b| a.x.total_cmp(&b.x));
    all.dedup_by(|a, b| a.x.total_cmp(&b.x).is_eq() && a.y.total_cmp(&b.y).is_eq());
    all
}
