extern "C" { fn color_luma(c: u32) -> f32; }
pub fn luma(c: u32) -> f32 { unsafe { color_luma(c) } }
