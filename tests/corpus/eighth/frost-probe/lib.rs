use std::ffi::c_char;

#[repr(C)]
pub struct ProbeStep {
    pub minute: u16,
    pub delta: c_char,
    pub quality: u8,
}

/// Lowest temperature in tenths of a degree that the steps lead to.
#[no_mangle]
pub unsafe extern "C" fn frost_lowest(start: i32, steps: *const ProbeStep, len: usize) -> i32 {
    if steps.is_null() {
        return start;
    }
    let mut now = start;
    let mut lowest = start;
    for step in std::slice::from_raw_parts(steps, len) {
        if step.quality < 3 {
            continue;
        }
        now = now.saturating_add(step.delta as i32);
        lowest = lowest.min(now);
    }
    lowest
}
