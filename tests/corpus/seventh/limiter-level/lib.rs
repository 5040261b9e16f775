use std::slice;

/// Decibels relative to full scale.
pub type Level = f32;

pub struct Limiter {
    ceiling: f32,
    peak: f32,
}

fn to_gain(db: Level) -> f32 {
    10f32.powf(db / 20.0)
}

#[no_mangle]
pub extern "C" fn limiter_new() -> *mut Limiter {
    Box::into_raw(Box::new(Limiter { ceiling: 1.0, peak: 0.0 }))
}

#[no_mangle]
pub unsafe extern "C" fn limiter_set_ceiling(l: *mut Limiter, db: Level) {
    if let Some(l) = l.as_mut() {
        l.ceiling = to_gain(db);
    }
}

#[no_mangle]
pub unsafe extern "C" fn limiter_run(l: *mut Limiter, buf: *mut f32, n: usize) -> f32 {
    let Some(l) = l.as_mut() else { return 0.0 };
    if buf.is_null() || n == 0 {
        return l.peak;
    }
    for s in slice::from_raw_parts_mut(buf, n) {
        l.peak = l.peak.max(s.abs());
        *s = s.max(-l.ceiling).min(l.ceiling);
    }
    l.peak
}

#[no_mangle]
pub unsafe extern "C" fn limiter_free(l: *mut Limiter) {
    if !l.is_null() {
        drop(Box::from_raw(l));
    }
}
