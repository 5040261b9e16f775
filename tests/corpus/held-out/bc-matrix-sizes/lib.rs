#[no_mangle]
pub unsafe extern "C" fn transpose(src: *const f32, dst: *mut f32, rows: usize, cols: usize) -> bool {
    if src.is_null() || dst.is_null() {
        return false;
    }
    let Some(n) = rows.checked_mul(cols) else { return false };
    let a = std::slice::from_raw_parts(src, n);
    let b = std::slice::from_raw_parts_mut(dst, n);
    for r in 0..rows {
        for c in 0..cols {
            b[c * rows + r] = a[r * cols + c];
        }
    }
    true
}
