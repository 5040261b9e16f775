//! Pointers that may be null and pointers that may not.
use std::num::NonZeroU32;
use std::ptr::NonNull;
#[repr(C)]
pub struct Node {
    pub value: u32,
    pub next: Option<NonNull<Node>>,
    pub parent: *const Node,
    pub first: Option<Box<Node>>,
    pub id: Option<NonZeroU32>,
}
#[unsafe(no_mangle)]
pub extern "C" fn node_value(node: Option<&Node>) -> u32 {
    node.map_or(0, |n| n.value)
}
#[unsafe(no_mangle)]
pub extern "C" fn node_next(node: &mut Node) -> Option<NonNull<Node>> {
    node.next
}
#[unsafe(no_mangle)]
pub extern "C" fn node_parent(node: NonNull<Node>, id: NonZeroU32) -> *const Node {
    if id.get() == 1 { unsafe { node.as_ref() }.parent } else { std::ptr::null() }
}
#[unsafe(no_mangle)]
pub extern "C" fn node_set(node: *mut Node, to: Option<&mut Node>) {
    if let Some(to) = to {
        to.parent = node;
    }
}
