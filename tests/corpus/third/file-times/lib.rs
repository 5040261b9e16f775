//! Dates of files for the backup tool.
mod civil;

use std::ffi::c_long;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Times {
    pub seconds: c_long,
    pub nanos: u32,
    pub flags: u32,
}

#[repr(C)]
pub struct Day {
    pub year: i32,
    pub month: u8,
    pub day: u8,
}

#[no_mangle]
pub unsafe extern "C" fn times_day(times: *const Times) -> Day {
    match times.as_ref() {
        Some(times) => civil::day(i64::from(times.seconds)),
        None => Day { year: 0, month: 0, day: 0 },
    }
}

/// True when `a` is newer than `b`.
#[no_mangle]
pub unsafe extern "C" fn times_newer(a: *const Times, b: *const Times) -> bool {
    match (a.as_ref(), b.as_ref()) {
        (Some(a), Some(b)) => (a.seconds, a.nanos) > (b.seconds, b.nanos),
        _ => false,
    }
}
