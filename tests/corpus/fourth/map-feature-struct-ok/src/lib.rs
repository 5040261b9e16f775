mod data;

#[repr(u8)]
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Peak = 0,
    Lake = 1,
    Town = 2,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Text {
    ptr: *const u8,
    len: usize,
}

// Points at static text only.
unsafe impl Sync for Text {}

impl Text {
    pub const fn of(s: &'static str) -> Text {
        Text { ptr: s.as_ptr(), len: s.len() }
    }
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Feature {
    pub lat: f64,
    pub lon: f64,
    pub name: Text,
    pub kind: Kind,
}

/// Features inside a box, at most `max`; returns how many were written.
///
/// # Safety
/// `out` is valid for `max` features.
#[no_mangle]
pub unsafe extern "C" fn features_in(
    south: f64,
    west: f64,
    north: f64,
    east: f64,
    out: *mut Feature,
    max: usize,
) -> usize {
    if out.is_null() {
        return 0;
    }
    let mut n = 0;
    for f in data::FEATURES.iter() {
        if n == max {
            break;
        }
        if (south..=north).contains(&f.lat) && (west..=east).contains(&f.lon) {
            out.add(n).write(*f);
            n += 1;
        }
    }
    n
}

#[no_mangle]
pub extern "C" fn features_total() -> usize {
    data::FEATURES.len()
}
