pub struct Names { all: Vec<String> }
#[no_mangle]
pub extern "C" fn names_new() -> *mut Names { Box::into_raw(Box::new(Names { all: Vec::new() })) }
#[no_mangle]
pub unsafe extern "C" fn names_add(n: *mut Names, id: u32) { if let Some(n) = unsafe { n.as_mut() } { n.all.push(format!("n{id}")); } }
#[no_mangle]
pub unsafe extern "C" fn names_at(n: *const Names, i: usize, len: *mut usize) -> *const u8 {
    let Some(n) = (unsafe { n.as_ref() }) else { return std::ptr::null() };
    let Some(s) = n.all.get(i) else { return std::ptr::null() };
    if let Some(len) = unsafe { len.as_mut() } { *len = s.len(); }
    s.as_ptr()
}
#[no_mangle]
pub unsafe extern "C" fn names_clear(n: *mut Names) { if let Some(n) = unsafe { n.as_mut() } { n.all.clear(); } }
#[no_mangle]
pub unsafe extern "C" fn names_free(n: *mut Names) { if !n.is_null() { drop(unsafe { Box::from_raw(n) }); } }
