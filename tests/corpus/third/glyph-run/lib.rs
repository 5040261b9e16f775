//! Text shaping, the part that counts.
#![allow(improper_ctypes_definitions)]
mod shape;

#[repr(C)]
pub struct Run<'a> {
    pub glyphs: &'a [u16],
    pub size: f32,
    pub right_to_left: bool,
}

impl Run<'_> {
    fn glyphs(&self) -> &[u16] {
        self.glyphs
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
