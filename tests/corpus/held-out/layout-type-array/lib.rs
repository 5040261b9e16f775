#[repr(C)]
pub struct Packet {
    pub kind: u16,
    pub mac: [u8; 8],
    pub len: u32,
}

#[no_mangle]
pub unsafe extern "C" fn packet_parse(out: *mut Packet) -> bool {
    let Some(p) = out.as_mut() else { return false };
    p.kind = 1;
    p.mac = [0; 8];
    p.len = 64;
    true
}
