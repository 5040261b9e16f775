extern "C" { fn grid_cell(x: u32, y: u32) -> u8; }
pub fn cell(x: u32, y: u32) -> u8 { unsafe { grid_cell(x, y) } }
