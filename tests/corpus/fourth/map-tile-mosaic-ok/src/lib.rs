mod mosaic;

use mosaic::Mosaic;

macro_rules! method {
    ($name:ident ( $($arg:ident : $ty:ty),* ) -> $ret:ty = $default:expr, |$m:ident| $body:expr) => {
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $name(this: *mut Mosaic, $($arg: $ty),*) -> $ret {
            match unsafe { this.as_mut() } {
                Some($m) => $body,
                None => $default,
            }
        }
    };
}

method!(mosaic_tiles() -> u32 = 0, |m| m.placed());
method!(mosaic_pixel(x: u32, y: u32) -> u8 = 0, |m| m.pixel(x, y).unwrap_or(0));

#[unsafe(no_mangle)]
pub extern "C" fn mosaic_new(columns: u32, rows: u32, tile: u32) -> *mut Mosaic {
    let fit = |v: u32| v.clamp(1, 64) as usize;
    Box::into_raw(Box::new(Mosaic::new(fit(columns), fit(rows), fit(tile))))
}

/// Puts a square tile of `size` pixels at a place of the mosaic.
///
/// # Safety
/// `this` comes from `mosaic_new`, `data` points at `size * size` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mosaic_put(this: *mut Mosaic, col: u32, row: u32, data: *const u8, size: u32) -> bool {
    let Some(m) = (unsafe { this.as_mut() }) else { return false };
    let Some(area) = (size as usize).checked_mul(size as usize) else { return false };
    if data.is_null() || size == 0 {
        return false;
    }
    let pixels = unsafe { std::slice::from_raw_parts(data, area) };
    m.put(col as usize, row as usize, pixels, size as usize)
}

/// # Safety
/// `this` comes from `mosaic_new` and is not used again.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mosaic_free(this: *mut Mosaic) {
    if !this.is_null() {
        drop(unsafe { Box::from_raw(this) });
    }
}
