use std::cell::RefCell;
use std::ffi::c_void;

pub type Visit = unsafe extern "C" fn(user: *mut c_void, tree: *const Tree, id: u32, depth: u32);

struct Node {
    parent: Option<u32>,
    depth: u32,
    visits: u32,
}

pub struct Tree {
    nodes: RefCell<Vec<Node>>,
}

#[no_mangle]
pub extern "C" fn tree_new() -> *mut Tree {
    let root = Node { parent: None, depth: 0, visits: 0 };
    Box::into_raw(Box::new(Tree { nodes: RefCell::new(vec![root]) }))
}

/// Adds a widget, returns its id, 0 on failure. May be called in a visit.
///
/// # Safety
/// `t` comes from `tree_new`.
#[no_mangle]
pub unsafe extern "C" fn tree_add(t: *const Tree, parent: u32) -> u32 {
    let Some(t) = t.as_ref() else { return 0 };
    let mut nodes = t.nodes.borrow_mut();
    let Some(depth) = nodes.get(parent as usize).map(|n| n.depth.saturating_add(1)) else {
        return 0;
    };
    nodes.push(Node { parent: Some(parent), depth, visits: 0 });
    (nodes.len() - 1) as u32
}

/// Calls `visit` for every widget.
///
/// # Safety
/// `t` comes from `tree_new`.
#[no_mangle]
pub unsafe extern "C" fn tree_walk(t: *const Tree, visit: Option<Visit>, user: *mut c_void) -> usize {
    let (Some(tree), Some(visit)) = (t.as_ref(), visit) else { return 0 };
    let mut nodes = tree.nodes.borrow_mut();
    for (id, node) in nodes.iter_mut().enumerate() {
        node.visits = node.visits.wrapping_add(1);
        visit(user, t, id as u32, node.depth);
    }
    nodes.iter().filter(|n| n.parent.is_none()).count()
}

/// # Safety
/// `t` comes from `tree_new` and is not used again.
#[no_mangle]
pub unsafe extern "C" fn tree_free(t: *mut Tree) {
    if !t.is_null() {
        drop(Box::from_raw(t));
    }
}
