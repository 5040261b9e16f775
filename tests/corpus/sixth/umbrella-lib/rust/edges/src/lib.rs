//! Finds edges in one line of grey values.

/// Writes at most `cap` positions where the value jumps by more than `threshold`; gives how many there are in all.
///
/// # Safety
/// `line` points to `len` bytes, `out` to `cap` positions that may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn edges_find(line: *const u8, len: usize, threshold: u8, out: *mut u32, cap: usize) -> usize {
    if line.is_null() || out.is_null() || len > u32::MAX as usize {
        return 0;
    }
    let line = unsafe { std::slice::from_raw_parts(line, len) };
    let jumps = line.windows(2).enumerate().filter(|(_, w)| w[0].abs_diff(w[1]) > threshold);
    let mut found = 0;
    for (at, _) in jumps {
        if found < cap {
            unsafe { out.add(found).write(at as u32 + 1) };
        }
        found += 1;
    }
    found
}
