//! Previews of scanned pages.
unsafe extern "C" {
    fn scale_row(row: *const u8, carry: *mut u8, out: *mut u8, width: usize) -> usize;
}

struct Scaler {
    carry: Vec<u8>,
    out: Vec<u8>,
}

impl Scaler {
    fn new(width: usize) -> Self {
        Self { carry: vec![0; width / 2], out: vec![0; width / 2] }
    }

    fn row(&mut self, row: &[u8]) -> &[u8] {
        let width = row.len().min(self.out.len().saturating_mul(2));
        // SAFETY: carry and out hold width / 2 bytes.
        let n = unsafe {
            scale_row(row.as_ptr(), self.carry.as_mut_ptr(), self.out.as_mut_ptr(), width)
        };
        self.out.get(..n).unwrap_or(&[])
    }
}

/// Mean grey of the preview of a page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn preview_grey(page: *const u8, width: u32, height: u32) -> u8 {
    let (w, h) = (width as usize, height as usize);
    if page.is_null() || w < 2 {
        return 0;
    }
    let page = unsafe { std::slice::from_raw_parts(page, w.saturating_mul(h)) };
    let mut scaler = Scaler::new(w);
    let (mut sum, mut count) = (0u64, 0u64);
    for row in page.chunks_exact(w) {
        for pixel in scaler.row(row) {
            sum = sum.saturating_add(u64::from(*pixel));
            count = count.saturating_add(1);
        }
    }
    u8::try_from(sum.checked_div(count).unwrap_or(0)).unwrap_or(u8::MAX)
}
