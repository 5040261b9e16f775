//! Packs sprites into rows of one texture.
mod pack;

pub use pack::Atlas;
use pack::Sprite;

#[no_mangle]
pub extern "C" fn atlas_new(width: u32) -> *mut Atlas {
    Box::into_raw(Box::new(Atlas::new(width)))
}

/// Reserves room; the caller may set `tint` and `layer` of the sprite until `atlas_free`.
#[no_mangle]
pub unsafe extern "C" fn atlas_add(atlas: *mut Atlas, w: u32, h: u32) -> *mut Sprite {
    match atlas.as_mut() {
        Some(atlas) => atlas.add(w, h),
        None => std::ptr::null_mut(),
    }
}

#[no_mangle]
pub unsafe extern "C" fn atlas_height(atlas: *const Atlas) -> u32 {
    atlas.as_ref().map_or(0, Atlas::height)
}

#[no_mangle]
pub unsafe extern "C" fn atlas_free(atlas: *mut Atlas) {
    if !atlas.is_null() {
        drop(Box::from_raw(atlas));
    }
}
