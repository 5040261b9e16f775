#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    pub x: f32,
    pub y: f32,
}

unsafe extern "C" {
    fn glyph_points(glyph: u32, count: *mut usize) -> *const Point;
    fn glyph_advance(glyph: u32) -> f32;
}

pub struct Outline {
    glyph: u32,
    points: Vec<Point>,
}

impl Outline {
    pub fn of(glyph: u32) -> Option<Outline> {
        let mut n = 0usize;
        let p = unsafe { glyph_points(glyph, &mut n) };
        if p.is_null() || n == 0 {
            return None;
        }
        let points = unsafe { std::slice::from_raw_parts(p, n) }.to_vec();
        Some(Outline { glyph, points })
    }

    pub fn points(&self) -> &[Point] {
        &self.points
    }

    pub fn advance(&self) -> f32 {
        unsafe { glyph_advance(self.glyph) }
    }
}
