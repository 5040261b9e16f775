#[repr(u8)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fix {
    None = 0,
    Flat = 2,
    Full = 3,
    Differential = 4,
}

#[derive(Debug, Clone, Copy)]
pub struct Point {
    pub lat: f64,
    pub lon: f64,
    pub error: f64,
}

pub fn mean_error(points: &[Point]) -> f64 {
    if points.is_empty() {
        return 0.0;
    }
    points.iter().map(|p| p.error).sum::<f64>() / points.len() as f64
}
