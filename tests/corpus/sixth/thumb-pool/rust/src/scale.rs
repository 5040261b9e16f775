/// Four by four averages; both sides are at least four.
pub fn down(pixels: &[u8], width: u32, height: u32) -> [u8; 16] {
    let (w, h) = (width as usize, height as usize);
    let mut sum = [0u64; 16];
    let mut count = [0u64; 16];
    for (y, row) in pixels.chunks_exact(w).enumerate() {
        for (x, p) in row.iter().enumerate() {
            let cell = (y * 4 / h) * 4 + x * 4 / w;
            sum[cell] += u64::from(*p);
            count[cell] += 1;
        }
    }
    std::array::from_fn(|i| (sum[i] / count[i].max(1)) as u8)
}
