pub struct Iter { items: Vec<u32>, at: usize }
#[no_mangle] pub extern "C" fn iter_new(n: u32) -> *mut Iter { Box::into_raw(Box::new(Iter { items: (0..n.min(100)).collect(), at: 0 })) }
#[no_mangle] pub unsafe extern "C" fn iter_next(it: *mut Iter, out: *mut u32) -> bool {
    let (Some(it), false) = (it.as_mut(), out.is_null()) else { return false };
    match it.items.get(it.at) { Some(x) => { *out = *x; it.at += 1; true } None => false }
}
#[no_mangle] pub unsafe extern "C" fn iter_free(it: *mut Iter) { if !it.is_null() { drop(Box::from_raw(it)) } }
