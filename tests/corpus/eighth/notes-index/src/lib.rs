mod store;

use std::slice;
use store::Store;

#[repr(C)]
pub struct NoteView {
    text: *const u8,
    len: usize,
    stars: u32,
}

#[unsafe(no_mangle)]
pub extern "C" fn notes_new() -> *mut Store {
    Box::into_raw(Box::new(Store::default()))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn notes_free(store: *mut Store) {
    if !store.is_null() {
        drop(unsafe { Box::from_raw(store) });
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn notes_count(store: *const Store) -> usize {
    unsafe { store.as_ref() }.map_or(0, Store::len)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn notes_add(store: *mut Store, text: *const u8, len: usize, stars: u32) -> bool {
    let (Some(store), false) = (unsafe { store.as_mut() }, text.is_null()) else {
        return false;
    };
    store.add(unsafe { slice::from_raw_parts(text, len) }, stars);
    true
}

/// The view is good until the store is changed or freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn notes_get(store: *const Store, at: usize, view: *mut NoteView) -> bool {
    let (Some(store), false) = (unsafe { store.as_ref() }, view.is_null()) else {
        return false;
    };
    match store.get(at) {
        Some((text, stars)) => {
            unsafe { view.write(NoteView { text: text.as_ptr(), len: text.len(), stars }) };
            true
        }
        None => false,
    }
}
