pub struct Node(u64);

#[no_mangle]
pub extern "C" fn node_new(v: u64) -> *mut Node {
    Box::into_raw(Box::new(Node(v)))
}
#[no_mangle]
pub unsafe extern "C" fn node_value(n: *const Node) -> u64 {
    n.as_ref().map_or(0, |n| n.0)
}
#[no_mangle]
pub unsafe extern "C" fn node_free(n: *mut Node) {
    if !n.is_null() {
        drop(Box::from_raw(n));
    }
}
