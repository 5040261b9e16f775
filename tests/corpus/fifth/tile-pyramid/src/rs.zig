//! Hand-written bindings of the tile_pyramid crate.

pub const TileId = extern struct { z: u32, x: u32, y: u32 };
pub const BBox = extern struct { west: f64, south: f64, east: f64, north: f64 };

pub extern fn tiles_in_bbox(bbox: ?*const BBox, z: u32, out: ?[*]TileId, cap: usize, out_len: ?*u32) bool;
pub extern fn tile_parent(t: TileId) TileId;

pub fn query(b: *const BBox, z: u32, buf: []TileId) error{Overflow}![]TileId {
    var n: u32 = 0;
    if (!tiles_in_bbox(b, z, buf.ptr, buf.len, &n)) return error.Overflow;
    return buf[0..n];
}
