use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

pub struct Atlas {
    scale: u32,
    cache: Mutex<BTreeMap<(u16, u16), u32>>,
}

const _: fn() = || {
    fn shared<T: Send + Sync>() {}
    shared::<Atlas>();
};

fn height(x: u16, y: u16, scale: u32) -> u32 {
    let (x, y) = (u32::from(x), u32::from(y));
    (x.wrapping_mul(31) ^ y.wrapping_mul(17)).wrapping_mul(scale) % 4000
}

#[unsafe(no_mangle)]
pub extern "C" fn atlas_new(scale: u32) -> *mut Atlas {
    Box::into_raw(Box::new(Atlas { scale, cache: Mutex::default() }))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn atlas_free(atlas: *mut Atlas) {
    if !atlas.is_null() {
        drop(unsafe { Box::from_raw(atlas) });
    }
}

/// May be called from any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn atlas_height(atlas: *const Atlas, x: u16, y: u16) -> u32 {
    let Some(atlas) = (unsafe { atlas.as_ref() }) else {
        return 0;
    };
    let mut cache = atlas.cache.lock().unwrap_or_else(PoisonError::into_inner);
    *cache.entry((x, y)).or_insert_with(|| height(x, y, atlas.scale))
}
