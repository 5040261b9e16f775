pub fn exists(z: u8, x: u32, y: u32) -> bool {
    z < 20 && x < (1 << z) && y < (1 << z)
}

pub fn render(z: u8, x: u32, y: u32) -> Vec<u8> {
    let mut v = vec![z; 256];
    v.extend_from_slice(&x.to_le_bytes());
    v.extend_from_slice(&y.to_le_bytes());
    v
}
