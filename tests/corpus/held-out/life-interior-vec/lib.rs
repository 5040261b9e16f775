pub struct Names {
    items: Vec<u64>,
}

#[no_mangle]
pub extern "C" fn names_new() -> *mut Names {
    Box::into_raw(Box::new(Names { items: Vec::new() }))
}

#[no_mangle]
pub unsafe extern "C" fn names_push(n: *mut Names, v: u64) -> *mut u64 {
    let Some(n) = n.as_mut() else { return std::ptr::null_mut() };
    n.items.push(v);
    match n.items.last_mut() {
        Some(slot) => slot as *mut u64,
        None => std::ptr::null_mut(),
    }
}

#[no_mangle]
pub unsafe extern "C" fn names_free(n: *mut Names) {
    if !n.is_null() {
        drop(Box::from_raw(n));
    }
}
