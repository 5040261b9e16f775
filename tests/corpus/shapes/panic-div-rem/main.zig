const Ring = opaque {};
extern fn ring_new(capacity: u32) ?*Ring;
extern fn ring_at(ring: ?*const Ring, index: u32) u32;
extern fn ring_pages(total: u32, per_page: u32) u32;
extern fn ring_free(ring: ?*Ring) void;
pub fn main() void {
    const r = ring_new(8);
    defer ring_free(r);
    _ = ring_at(r, 3);
    _ = ring_pages(10, 3);
}
