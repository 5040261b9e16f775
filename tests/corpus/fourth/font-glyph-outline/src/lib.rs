mod outline;

pub use outline::{Outline, Point};

/// Bounding box of a glyph in font units, `None` for blanks.
pub fn bounds(glyph: u32) -> Option<(f32, f32, f32, f32)> {
    let o = Outline::of(glyph)?;
    let mut points = o.points().iter();
    let first = points.next()?;
    let mut bb = (first.x, first.y, first.x, first.y);
    for p in points {
        bb = (bb.0.min(p.x), bb.1.min(p.y), bb.2.max(p.x), bb.3.max(p.y));
    }
    Some(bb)
}

pub fn total_advance(glyphs: &[u32]) -> f32 {
    glyphs
        .iter()
        .filter_map(|g| Outline::of(*g))
        .map(|o| o.advance())
        .sum()
}
