//! Page index of an Ogg file.
mod page;

use std::slice;

/// Position in samples.
pub type Granule = u64;

/// Sample position of the last page, `Granule::MAX` when there is no page.
#[no_mangle]
pub unsafe extern "C" fn ogg_last_granule(data: *const u8, len: usize) -> Granule {
    if data.is_null() {
        return Granule::MAX;
    }
    page::pages(slice::from_raw_parts(data, len)).last().unwrap_or(Granule::MAX)
}

/// Offset of the first page at or behind `target`.
#[no_mangle]
pub unsafe extern "C" fn ogg_count_before(data: *const u8, len: usize, target: Granule) -> usize {
    if data.is_null() {
        return 0;
    }
    page::pages(slice::from_raw_parts(data, len)).take_while(|g| *g < target).count()
}
