/// Energy of one tile.
pub fn tile(index: u32) -> f32 {
    let mut energy = 0.0f32;
    for bounce in 0..32u16 {
        let angle = (index % 64) as f32 * 0.098 + f32::from(bounce);
        energy += angle.sin().abs() / (1.0 + f32::from(bounce));
    }
    energy
}
