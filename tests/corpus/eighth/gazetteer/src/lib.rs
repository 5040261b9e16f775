mod index;

use index::Gazetteer;
use std::slice;

#[no_mangle]
pub extern "C" fn gaz_new() -> *mut Gazetteer {
    Box::into_raw(Box::new(Gazetteer::default()))
}

#[no_mangle]
pub unsafe extern "C" fn gaz_free(gaz: *mut Gazetteer) {
    if !gaz.is_null() {
        drop(Box::from_raw(gaz));
    }
}

#[no_mangle]
pub unsafe extern "C" fn gaz_add(gaz: *mut Gazetteer, name: *const u8, len: usize, id: u32) {
    if let (Some(gaz), false) = (gaz.as_mut(), name.is_null()) {
        gaz.add(slice::from_raw_parts(name, len), id);
    }
}

/// Id of the place whose name is nearest, 0 if there is none.
#[no_mangle]
pub unsafe extern "C" fn gaz_lookup(gaz: *const Gazetteer, name: *const u8, len: usize) -> u32 {
    match (gaz.as_ref(), name.is_null()) {
        (Some(gaz), false) => gaz.lookup(slice::from_raw_parts(name, len)),
        _ => 0,
    }
}
