extern "C" { fn palette(n: u32) -> *const u32; }
pub fn first(n: u32) -> u32 { unsafe { *palette(n) } }
