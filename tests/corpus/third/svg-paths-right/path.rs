#[derive(Clone, Default)]
pub struct Path {
    pub points: Vec<(f32, f32)>,
}

pub struct Shape {
    pub paths: Vec<Path>,
    pub source: usize,
}

impl Shape {
    /// `x y x y; x y`: paths are separated by semicolons.
    pub fn parse(text: &[u8]) -> Self {
        let paths = text.split(|b| *b == b';').map(Path::parse).collect();
        Self { paths, source: text.len() }
    }
}

impl Path {
    fn parse(text: &[u8]) -> Self {
        let words = text.split(|b| b.is_ascii_whitespace()).filter(|w| !w.is_empty());
        let numbers: Vec<f32> =
            words.map(|w| std::str::from_utf8(w).ok().and_then(|w| w.parse().ok()).unwrap_or(0.0)).collect();
        let points = numbers.chunks_exact(2).filter_map(|c| Some((*c.first()?, *c.last()?))).collect();
        Self { points }
    }
}
