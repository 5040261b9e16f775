use std::ffi::c_void;

static FACTORS: [u32; 3] = [2, 3, 5];

extern "C" {
    fn sort_by(data: *mut u32, len: usize, before: extern "C" fn(u32, u32) -> bool);
    fn scale_all(data: *mut u32, len: usize, scale: extern "C" fn(u32) -> u32);
    fn visit_all(data: *const u32, len: usize, visit: extern "C" fn(u32, *mut c_void), user: *mut c_void);
}

extern "C" fn by_value(a: u32, b: u32) -> bool {
    a < b
}

/// A table that never changes is no state.
extern "C" fn scale(value: u32) -> u32 {
    FACTORS.iter().fold(value, |all, factor| all.wrapping_mul(*factor))
}

extern "C" fn add(value: u32, user: *mut c_void) {
    let sum = unsafe { &mut *user.cast::<u64>() };
    *sum += u64::from(value);
}

pub fn sum_sorted(data: &mut [u32]) -> u64 {
    let mut sum = 0_u64;
    unsafe {
        sort_by(data.as_mut_ptr(), data.len(), by_value);
        scale_all(data.as_mut_ptr(), data.len(), scale);
        visit_all(data.as_ptr(), data.len(), add, (&raw mut sum).cast());
    }
    sum
}
