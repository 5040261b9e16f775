#[derive(Default)]
pub struct Pair {
    tick: u32,
}

impl Pair {
    pub fn poll(&mut self) -> impl Iterator<Item = (u32, f32)> {
        self.tick = self.tick.wrapping_add(1);
        let t = self.tick;
        (0..2u32).filter(move |s| t % 7 == *s).map(|s| (s, 0.5 + s as f32))
    }
}
