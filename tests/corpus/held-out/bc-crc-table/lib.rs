const fn table() -> [u32; 256] {
    let mut t = [0u32; 256];
    let mut i = 0;
    while i < 256 {
        let mut c = i as u32;
        let mut k = 0;
        while k < 8 {
            c = if c & 1 != 0 { (c >> 1) ^ 0xedb8_8320 } else { c >> 1 };
            k += 1;
        }
        t[i] = c;
        i += 1;
    }
    t
}

static TABLE: [u32; 256] = table();

#[no_mangle]
pub unsafe extern "C" fn crc32(seed: u32, data: *const u8, len: usize) -> u32 {
    if data.is_null() {
        return seed;
    }
    let mut crc = !seed;
    for byte in std::slice::from_raw_parts(data, len) {
        let index = (crc ^ u32::from(*byte)) & 0xff;
        crc = TABLE[index as usize] ^ (crc >> 8);
    }
    !crc
}

#[no_mangle]
pub extern "C" fn crc32_byte(crc: u32, byte: u8) -> u32 {
    TABLE[usize::from(crc as u8 ^ byte)] ^ (crc >> 8)
}
