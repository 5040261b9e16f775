/// Run length decoding: (count, value) pairs. Gives the number of bytes written.
#[no_mangle]
pub unsafe extern "C" fn fw_unpack(src: *const u8, len: usize, dst: *mut u8, cap: usize) -> usize {
    if src.is_null() || dst.is_null() {
        return 0;
    }
    let src = std::slice::from_raw_parts(src, len);
    let dst = std::slice::from_raw_parts_mut(dst, cap);
    let runs = src.chunks_exact(2).flat_map(|p| match *p {
        [n, v] => std::iter::repeat(v).take(usize::from(n)),
        _ => std::iter::repeat(0).take(0),
    });
    let mut n = 0;
    for (d, v) in dst.iter_mut().zip(runs) {
        *d = v;
        n += 1;
    }
    n
}
