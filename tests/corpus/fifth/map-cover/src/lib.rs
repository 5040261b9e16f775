//! Slippy-map tile arithmetic.

#[repr(C)]
#[derive(Clone, Copy, Default, PartialEq)]
pub struct Cell {
    pub z: u32,
    pub x: u32,
    pub y: u32,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct BBox {
    pub west: f64,
    pub south: f64,
    pub east: f64,
    pub north: f64,
}

fn project(lon: f64, lat: f64, z: u32) -> (u32, u32) {
    let n = f64::from(1u32 << z.min(24));
    let lat = lat.clamp(-85.0511, 85.0511).to_radians();
    let x = ((lon + 180.0) / 360.0 * n).floor().clamp(0.0, n - 1.0);
    let y = ((1.0 - (lat.tan() + 1.0 / lat.cos()).ln() / std::f64::consts::PI) / 2.0 * n).floor();
    (x as u32, y.clamp(0.0, n - 1.0) as u32)
}

fn tiles(b: BBox, z: u32) -> impl Iterator<Item = Cell> {
    let (x0, y0) = project(b.west, b.north, z);
    let (x1, y1) = project(b.east, b.south, z);
    (y0..=y1).flat_map(move |y| (x0..=x1).map(move |x| Cell { z, x, y }))
}

/// Fills `out` with up to `cap` tiles. `out_len` gets the number that there are.
///
/// # Safety
/// `out` is valid for `cap` tiles.
#[no_mangle]
pub unsafe extern "C" fn cover_bbox(bbox: *const BBox, z: u32, out: *mut Cell, cap: usize, out_len: *mut usize) -> bool {
    if bbox.is_null() || out.is_null() || out_len.is_null() || z > 24 {
        return false;
    }
    let mut n = 0usize;
    for t in tiles(*bbox, z) {
        if n < cap {
            out.add(n).write(t);
        }
        n = n.wrapping_add(1);
    }
    *out_len = n;
    n <= cap
}

#[no_mangle]
pub extern "C" fn cover_parent(t: Cell) -> Cell {
    Cell { z: t.z.saturating_sub(1), x: t.x / 2, y: t.y / 2 }
}
