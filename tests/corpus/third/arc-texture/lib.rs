//! Shared textures: the handle may be kept by several owners and threads.
mod texture;

use std::slice;
use std::sync::Arc;
use texture::Texture;

/// A texture with one reference, null when the size is wrong.
#[no_mangle]
pub unsafe extern "C" fn texture_new(pixels: *const u32, width: u32, height: u32) -> *const Texture {
    if pixels.is_null() {
        return std::ptr::null();
    }
    let Some(count) = (width as usize).checked_mul(height as usize) else {
        return std::ptr::null();
    };
    let pixels = slice::from_raw_parts(pixels, count);
    Arc::into_raw(Arc::new(Texture::new(pixels, width)))
}

/// One reference more.
#[no_mangle]
pub unsafe extern "C" fn texture_retain(texture: *const Texture) -> *const Texture {
    if !texture.is_null() {
        Arc::increment_strong_count(texture);
    }
    texture
}

/// One reference less; the last one frees.
#[no_mangle]
pub unsafe extern "C" fn texture_release(texture: *const Texture) {
    if !texture.is_null() {
        drop(Arc::from_raw(texture));
    }
}

#[no_mangle]
pub unsafe extern "C" fn texture_mean(texture: *const Texture) -> u32 {
    texture.as_ref().map_or(0, Texture::mean)
}
