pub struct Iter {
    left: u32,
}

#[no_mangle]
pub extern "C" fn iter_new(n: u32) -> Option<Box<Iter>> {
    Some(Box::new(Iter { left: n }))
}

/// Gives false at the end, and then frees the iterator.
#[no_mangle]
pub unsafe extern "C" fn iter_finish(it: *mut Iter) -> u32 {
    if it.is_null() { 0 } else { Box::from_raw(it).left }
}

#[no_mangle]
pub extern "C" fn iter_drop(it: Option<Box<Iter>>) {
    drop(it);
}
