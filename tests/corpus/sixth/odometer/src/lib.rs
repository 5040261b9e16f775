//! Odometer records as the old C tools of the fleet write them.

use std::os::raw::{c_char, c_double, c_int, c_long, c_short, c_uchar, c_ulong};

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Trip {
    pub started: c_long,
    pub metres: c_ulong,
    pub plate: [c_char; 12],
    pub gear: c_short,
    pub flags: c_uchar,
    pub fuel: c_double,
}

const FLAG_PRIVATE: c_uchar = 1;

#[repr(C)]
#[derive(Clone, Copy, Default)]
pub struct Totals {
    pub trips: c_int,
    pub metres: c_ulong,
    pub litres: c_double,
    pub last: c_long,
}

fn plate(trip: &Trip) -> Vec<u8> {
    trip.plate.iter().map(|c| *c as u8).take_while(|b| *b != 0).collect()
}

/// Sums the trips of one plate that are not private; -1 for no trips at all.
///
/// # Safety
/// `trips` points to `len` trips, `wanted` is a terminated string, `out` may be written.
#[no_mangle]
pub unsafe extern "C" fn odo_sum(
    trips: *const Trip,
    len: usize,
    wanted: *const c_char,
    out: *mut Totals,
) -> c_int {
    if trips.is_null() || wanted.is_null() || out.is_null() {
        return -1;
    }
    let wanted = std::ffi::CStr::from_ptr(wanted).to_bytes();
    let mut totals = Totals::default();
    for trip in std::slice::from_raw_parts(trips, len) {
        if trip.flags & FLAG_PRIVATE != 0 || plate(trip) != wanted {
            continue;
        }
        totals.trips = totals.trips.saturating_add(1);
        totals.metres = totals.metres.saturating_add(trip.metres);
        totals.litres += trip.fuel;
        totals.last = totals.last.max(trip.started);
    }
    *out = totals;
    totals.trips
}

/// Litres for a hundred kilometres.
#[no_mangle]
pub extern "C" fn odo_consumption(totals: Totals) -> c_double {
    if totals.metres == 0 {
        return 0.0;
    }
    totals.litres * 100_000.0 / totals.metres as c_double
}
