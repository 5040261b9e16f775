pub struct Quote { pub zone: u8, pub cents: u64, pub legs: Vec<u32> }
pub struct Table { zones: Vec<u64> }
impl Table {
    pub fn load(n: usize) -> Self { Table { zones: (0..n as u64).map(|z| 250 + z * 75).collect() } }
    pub fn quote(&self, from: u8, to: u8) -> Option<Quote> {
        let hops = from.abs_diff(to);
        let cents = *self.zones.get(usize::from(hops))?;
        Some(Quote { zone: hops, cents, legs: (0..u32::from(hops)).collect() })
    }
}
