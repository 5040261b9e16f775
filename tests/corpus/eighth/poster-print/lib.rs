#[repr(C)]
pub struct PaperOptions {
    pub grams: u32,
    pub glossy: u8,
    pub copies: u32,
}

fn rate(options: &PaperOptions) -> u64 {
    let paper = u64::from(options.grams) * 3;
    let finish = if options.glossy != 0 { 120 } else { 0 };
    paper + finish
}

/// Cost in tenths of a cent.
#[no_mangle]
pub extern "C" fn poster_cost(width_mm: u32, height_mm: u32, options: &PaperOptions) -> u64 {
    let area = u64::from(width_mm) * u64::from(height_mm) / 10_000;
    area.saturating_mul(rate(options))
        .saturating_mul(u64::from(options.copies))
}
