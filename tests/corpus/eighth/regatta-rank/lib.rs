#[repr(C)]
#[derive(Clone, Copy)]
pub struct Finish {
    pub boat: u32,
    pub seconds: f64,
}

/// Fastest first, those without a time last. Gives the number of places.
#[no_mangle]
pub unsafe extern "C" fn regatta_rank(list: *mut Finish, len: usize) -> usize {
    if list.is_null() {
        return 0;
    }
    let list = std::slice::from_raw_parts_mut(list, len);
    for finish in list.iter_mut().filter(|f| f.seconds.is_nan()) {
        finish.seconds = f64::NAN;
    }
    list.sort_by(|a, b| a.seconds.total_cmp(&b.seconds));
    list.iter().take_while(|f| !f.seconds.is_nan()).count()
}

/// Seconds behind the first; NaN if there is no such place.
#[no_mangle]
pub unsafe extern "C" fn regatta_gap(list: *const Finish, len: usize, place: usize) -> f64 {
    if list.is_null() {
        return f64::NAN;
    }
    let list = std::slice::from_raw_parts(list, len);
    match (list.first(), list.get(place)) {
        (Some(first), Some(finish)) => finish.seconds - first.seconds,
        _ => f64::NAN,
    }
}
