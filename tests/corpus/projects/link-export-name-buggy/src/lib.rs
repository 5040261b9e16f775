#[export_name = "pack_v2_encode"]
pub extern "C" fn pack_encode(x: u32) -> u32 { x.rotate_left(3) }
#[export_name = "pack_v2_decode"]
pub extern "C" fn pack_decode(x: u32) -> u32 { x.rotate_right(3) }
