#[repr(C)]
pub struct Node {
    pub value: i32,
    pub next: *mut Node,
}
#[no_mangle]
pub unsafe extern "C" fn list_sum(mut n: *const Node) -> i64 {
    let mut sum = 0;
    while let Some(node) = n.as_ref() { sum += i64::from(node.value); n = node.next; }
    sum
}
