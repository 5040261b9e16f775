extern fn pack_encode(x: u32) u32;
extern fn pack_v2_decode(x: u32) u32;
pub fn main() void {
    _ = pack_v2_decode(pack_encode(7));
}
