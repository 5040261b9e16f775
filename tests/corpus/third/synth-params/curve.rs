pub fn bend(curve: u8, x: f32) -> f32 {
    match curve {
        0 => x,
        1 => x * x * x,
        _ => x.sqrt(),
    }
}
