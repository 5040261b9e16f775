extern "C" { fn palette_at(i: usize) -> u32; }
pub fn at(i: usize) -> u32 { unsafe { palette_at(i) } }
