//! Hand-written bindings of the map_cover crate.

pub const Cell = extern struct { z: u32, x: u32, y: u32 };
pub const BBox = extern struct { west: f64, south: f64, east: f64, north: f64 };

pub extern fn cover_bbox(bbox: ?*const BBox, z: u32, out: ?[*]Cell, cap: usize, out_len: ?*usize) bool;
pub extern fn cover_parent(t: Cell) Cell;

pub fn query(b: *const BBox, z: u32, buf: []Cell) error{Overflow}![]Cell {
    var n: usize = 0;
    if (!cover_bbox(b, z, buf.ptr, buf.len, &n)) return error.Overflow;
    return buf[0..n];
}
