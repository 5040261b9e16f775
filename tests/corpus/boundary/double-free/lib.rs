pub struct Pool { used: usize }
#[no_mangle]
pub extern "C" fn pool_new() -> *mut Pool { Box::into_raw(Box::new(Pool { used: 0 })) }
#[no_mangle]
pub unsafe extern "C" fn pool_used(p: *const Pool) -> usize { unsafe { p.as_ref() }.map_or(0, |p| p.used) }
#[no_mangle]
pub unsafe extern "C" fn pool_free(p: *mut Pool) { if !p.is_null() { drop(unsafe { Box::from_raw(p) }); } }
