//! Text shaping, the part that counts.
#![allow(improper_ctypes_definitions)]
mod shape;

#[repr(C)]
pub struct Run<'a> {
    pub glyphs: *const u16,
    pub count: usize,
    pub size: f32,
    pub right_to_left: bool,
    pub _text: std::marker::PhantomData<&'a [u16]>,
}

impl Run<'_> {
    fn glyphs(&self) -> &[u16] {
        if self.glyphs.is_null() {
            return &[];
        }
        unsafe { std::slice::from_raw_parts(self.glyphs, self.count) }
    }
}

/// Width of a run in pixels.
#[no_mangle]
pub unsafe extern "C" fn run_width(run: *const Run<'_>) -> f32 {
    let Some(run) = run.as_ref() else { return 0.0 };
    let units: u32 = run.glyphs().iter().fold(0, |sum, g| shape::advance(*g).saturating_add(sum));
    let width = units as f32 * run.size / 1000.0;
    if run.right_to_left { -width } else { width }
}
