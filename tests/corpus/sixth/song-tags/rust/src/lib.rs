//! Collects the tags of songs and answers queries about them.

mod store;

use std::ffi::{CStr, c_char};
use store::{Field, Store};

#[unsafe(no_mangle)]
pub extern "C" fn tags_new() -> Box<Store> {
    Box::default()
}

#[unsafe(no_mangle)]
pub extern "C" fn tags_free(store: Option<Box<Store>>) {
    drop(store);
}

/// Sets a field of a song.
///
/// # Safety
/// `value` is a terminated string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tag_set(store: &mut Store, song: u32, field: u32, value: *const c_char) -> bool {
    let Some(field) = Field::from_raw(field) else { return false };
    if value.is_null() {
        return store.clear(song, field);
    }
    let value = unsafe { CStr::from_ptr(value) };
    store.set(song, field, value.to_str().expect("tags are UTF-8"));
    true
}

/// How many songs have that artist, whatever the case.
///
/// # Safety
/// `artist` points to `len` readable bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tags_by_artist(store: &Store, artist: *const u8, len: usize) -> usize {
    if artist.is_null() {
        return 0;
    }
    let bytes = unsafe { std::slice::from_raw_parts(artist, len) };
    store.by_artist(&String::from_utf8_lossy(bytes))
}
