mod formula;

use formula::{Formula, Range};

macro_rules! release {
    ($(#[$m:meta])* $name:ident, $ty:ty) => {
        $(#[$m])*
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $name(p: *mut $ty) {
            if !p.is_null() {
                drop(unsafe { Box::from_raw(p) });
            }
        }
    };
}

release!(
    /// # Safety
    /// `p` comes from `formula_sum` and is not used again.
    formula_release, Formula
);
release!(
    /// # Safety
    /// `p` comes from `range_new` and is not used again.
    range_release, Range
);

#[unsafe(no_mangle)]
pub extern "C" fn range_new(first: u32, last: u32) -> *mut Range {
    Box::into_raw(Box::new(Range { first, last: last.max(first) }))
}

/// A formula over a range; the range stays with the caller.
///
/// # Safety
/// `r` comes from `range_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn formula_sum(r: *const Range) -> *mut Formula {
    match unsafe { r.as_ref() } {
        Some(r) => Box::into_raw(Box::new(Formula::sum(r.clone()))),
        None => std::ptr::null_mut(),
    }
}

/// # Safety
/// `f` comes from `formula_sum`, `cells` points at `n` values.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn formula_eval(f: *const Formula, cells: *const f64, n: usize) -> f64 {
    if cells.is_null() {
        return f64::NAN;
    }
    let cells = unsafe { std::slice::from_raw_parts(cells, n) };
    unsafe { f.as_ref() }.map_or(f64::NAN, |f| f.eval(cells))
}
