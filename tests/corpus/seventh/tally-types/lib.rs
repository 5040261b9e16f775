use std::os::raw::{c_double, c_int, c_uint, c_ulonglong};
use std::slice;

pub type Size = usize;
pub type Diff = isize;
pub type Byte = u8;
pub type Status = c_int;

#[repr(C)]
#[derive(Default)]
pub struct Tally {
    pub runs: c_uint,
    pub longest: c_ulonglong,
    pub mean: c_double,
    pub last_at: Diff,
}

#[no_mangle]
pub unsafe extern "C" fn tally_runs(data: *const Byte, len: Size, wanted: Byte, out: *mut Tally) -> Status {
    if data.is_null() || out.is_null() {
        return -1;
    }
    let mut tally = Tally { last_at: -1, ..Tally::default() };
    let mut total: u64 = 0;
    let mut run: u64 = 0;
    for (i, b) in slice::from_raw_parts(data, len).iter().enumerate() {
        if *b != wanted {
            run = 0;
            continue;
        }
        if run == 0 {
            tally.runs = tally.runs.saturating_add(1);
            tally.last_at = i as Diff;
        }
        run += 1;
        total += 1;
        tally.longest = tally.longest.max(run);
    }
    if tally.runs > 0 {
        tally.mean = total as f64 / f64::from(tally.runs);
    }
    out.write(tally);
    0
}
