use std::slice;

/// Writes the starts of the lines to `starts`, at most `cap`, and returns how many there are.
#[no_mangle]
pub unsafe extern "C" fn layout_lines(
    widths: *const u32,
    count: usize,
    measure: u32,
    starts: *mut u32,
    cap: usize,
) -> usize {
    if widths.is_null() || starts.is_null() {
        return 0;
    }
    let mut lines: Vec<u32> = Vec::new();
    let mut used = u64::from(measure) + 1;
    for (i, w) in slice::from_raw_parts(widths, count).iter().enumerate() {
        if used + u64::from(*w) > u64::from(measure) {
            lines.push(i as u32);
            used = 0;
        }
        used = used.saturating_add(u64::from(*w) + 1);
    }
    for (i, start) in lines.iter().take(cap).enumerate() {
        starts.add(i).write(*start);
    }
    lines.len()
}
