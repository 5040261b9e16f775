/// Size of a block by its number of runs.
pub fn estimate(block: &[u8], level: u32) -> usize {
    let runs = block.windows(2).filter(|pair| pair.first() != pair.last()).count();
    let cost = if level > 5 { 2 } else { 3 };
    runs.saturating_mul(cost).saturating_add(4).min(block.len().saturating_add(4))
}
