pub struct Node { value: u64, next: *mut Node }
#[unsafe(no_mangle)]
pub extern "C" fn chain_push(head: *mut Node, value: u64) -> *mut Node { Box::into_raw(Box::new(Node { value, next: head })) }
/// # Safety
/// A chain.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn chain_sum(mut head: *const Node) -> u64 {
    let mut sum = 0u64;
    while let Some(n) = unsafe { head.as_ref() } { sum = sum.wrapping_add(n.value); head = n.next; }
    sum
}
/// # Safety
/// A chain, once.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn chain_free(mut head: *mut Node) {
    while !head.is_null() {
        let node = unsafe { Box::from_raw(head) };
        head = node.next;
    }
}
