#[repr(C)]
pub struct Node {
    pub id: u32,
}

#[no_mangle]
pub extern "C" fn node_make(id: u32) -> *mut Node {
    Box::into_raw(Box::new(Node { id }))
}

#[no_mangle]
pub unsafe extern "C" fn node_drop(n: *mut Node) {
    if !n.is_null() {
        let _ = Box::from_raw(n);
    }
}
