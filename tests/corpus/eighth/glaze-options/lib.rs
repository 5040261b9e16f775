#[repr(C)]
#[derive(Clone, Copy)]
pub struct GlazeOptions {
    pub silica: f32,
    pub coats: u32,
    pub matte: bool,
}

impl Default for GlazeOptions {
    fn default() -> Self {
        GlazeOptions { silica: 0.6, coats: 2, matte: false }
    }
}

/// Grams for an area in square centimetres.
#[no_mangle]
pub extern "C" fn glaze_grams(area: f32, options: Option<&GlazeOptions>) -> f32 {
    let o = options.copied().unwrap_or_default();
    let coat = area * 0.045 * (1.0 + o.silica);
    let finish = if o.matte { 0.9 } else { 1.0 };
    coat * o.coats as f32 * finish
}
