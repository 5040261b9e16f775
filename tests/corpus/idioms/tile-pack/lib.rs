use std::mem::ManuallyDrop;
#[repr(C)]
pub struct Tile { id: u32, x: f32 }
fn visible(n: u32) -> Vec<Tile> { (0..n).filter(|i| i % 2 == 0).map(|id| Tile { id, x: id as f32 }).collect() }
/// # Safety
/// `len` may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tiles_visible(n: u32, len: *mut usize) -> *mut Tile {
    let mut tiles = ManuallyDrop::new(visible(n.min(4096)));
    unsafe { *len = tiles.len() };
    tiles.as_mut_ptr()
}
/// # Safety
/// From `tiles_visible`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tiles_free(tiles: *mut Tile, len: usize) {
    if tiles.is_null() { return }
    let tiles = unsafe { Vec::from_raw_parts(tiles, len, len) };
    debug_assert!(tiles.iter().all(|t| t.x >= 0.0 && t.id < u32::MAX));
}
