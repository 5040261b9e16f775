#[no_mangle]
pub unsafe extern "C" fn primes_upto(n: u32, len: *mut usize) -> *mut u32 {
    let mut v = Vec::new();
    for c in 2..n {
        if (2..c).all(|d| c % d != 0) {
            v.push(c);
        }
    }
    let boxed = v.into_boxed_slice();
    if let Some(l) = len.as_mut() {
        *l = boxed.len();
    }
    Box::into_raw(boxed) as *mut u32
}

#[no_mangle]
pub unsafe extern "C" fn primes_free(p: *mut u32, len: usize) {
    if !p.is_null() {
        drop(Box::from_raw(std::ptr::slice_from_raw_parts_mut(p, len)));
    }
}
