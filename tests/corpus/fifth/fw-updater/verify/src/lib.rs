/// Fletcher-32 of the image, the last four bytes of which are the sum itself.
#[no_mangle]
pub unsafe extern "C" fn fw_verify(image: *const u8, len: usize) -> bool {
    if image.is_null() || len < 4 {
        return false;
    }
    let bytes = std::slice::from_raw_parts(image, len);
    let (body, tail) = bytes.split_at(len - 4);
    let (mut a, mut b) = (0u32, 0u32);
    for w in body.chunks(2) {
        let v = w.iter().rev().fold(0u32, |acc, x| acc << 8 | u32::from(*x));
        a = (a + v) % 65535;
        b = (b + a) % 65535;
    }
    tail == (b << 16 | a).to_le_bytes()
}
