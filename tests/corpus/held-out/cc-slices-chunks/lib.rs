#[no_mangle]
pub unsafe extern "C" fn downsample(src: *const i16, len: usize, factor: usize, dst: *mut i16, cap: usize) -> usize {
    if src.is_null() || dst.is_null() || factor == 0 {
        return 0;
    }
    let input = std::slice::from_raw_parts(src, len);
    let output = std::slice::from_raw_parts_mut(dst, cap);
    let mut n = 0;
    for chunk in input.chunks(factor) {
        if n == output.len() {
            break;
        }
        let sum: i64 = chunk.iter().map(|s| i64::from(*s)).sum();
        output[n] = (sum / chunk.len() as i64) as i16;
        n += 1;
    }
    n
}

#[no_mangle]
pub unsafe extern "C" fn header_kind(data: *const u8, len: usize) -> i32 {
    if data.is_null() {
        return -1;
    }
    let bytes = std::slice::from_raw_parts(data, len);
    if bytes.len() < 4 {
        return -1;
    }
    let word = u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
    let tail = &bytes[4..];
    match (word, tail.first()) {
        (0xfeed, Some(kind)) => i32::from(*kind),
        _ => -2,
    }
}
