use std::sync::{Arc, PoisonError, RwLock};

pub struct Palette {
    colors: RwLock<Vec<u32>>,
}

unsafe fn borrow<'a>(p: *const Palette) -> Option<&'a Palette> {
    p.as_ref()
}

#[no_mangle]
pub unsafe extern "C" fn palette_new(colors: *const u32, n: usize) -> *const Palette {
    let colors = if colors.is_null() {
        Vec::new()
    } else {
        std::slice::from_raw_parts(colors, n).to_vec()
    };
    Arc::into_raw(Arc::new(Palette { colors: RwLock::new(colors) }))
}

#[no_mangle]
pub unsafe extern "C" fn palette_retain(p: *const Palette) -> *const Palette {
    if !p.is_null() {
        Arc::increment_strong_count(p);
    }
    p
}

#[no_mangle]
pub unsafe extern "C" fn palette_release(p: *const Palette) {
    if !p.is_null() {
        Arc::decrement_strong_count(p);
    }
}

#[no_mangle]
pub unsafe extern "C" fn palette_set(p: *const Palette, i: usize, rgba: u32) -> bool {
    let Some(p) = borrow(p) else { return false };
    let mut c = p.colors.write().unwrap_or_else(PoisonError::into_inner);
    match c.get_mut(i) {
        Some(slot) => {
            *slot = rgba;
            true
        }
        None => false,
    }
}

#[no_mangle]
pub unsafe extern "C" fn palette_nearest(p: *const Palette, rgba: u32) -> usize {
    let Some(p) = borrow(p) else { return usize::MAX };
    let c = p.colors.read().unwrap_or_else(PoisonError::into_inner);
    let dist = |a: u32| -> u32 {
        a.to_le_bytes()
            .iter()
            .zip(rgba.to_le_bytes())
            .map(|(x, y)| u32::from(x.abs_diff(y)).pow(2))
            .sum()
    };
    c.iter().enumerate().min_by_key(|e| dist(*e.1)).map_or(usize::MAX, |e| e.0)
}
