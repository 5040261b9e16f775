//! Arrays: in structs, behind pointers, of arrays, of structs.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Cell {
    pub rgb: [u8; 3],
}
#[repr(C)]
pub struct Grid {
    pub cells: [[Cell; 4]; 2],
    pub weights: [f32; 16],
    pub rest: [u64; 0],
}
#[unsafe(no_mangle)]
pub extern "C" fn grid_sum(grid: &Grid) -> f32 {
    grid.weights.iter().sum::<f32>() + f32::from(grid.cells[1][3].rgb[2])
}
#[unsafe(no_mangle)]
pub extern "C" fn fill(out: &mut [u32; 4], matrix: *const [[i16; 3]; 2]) {
    *out = [unsafe { (*matrix)[1][2] } as u32; 4];
}
#[unsafe(no_mangle)]
pub extern "C" fn list(names: *const *const u8, count: *mut *mut usize) -> *const *const u8 {
    unsafe { **count = 1 };
    names
}
