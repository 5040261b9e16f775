const MAX_NODES: usize = 64;

#[derive(Default)]
pub struct Tree {
    keys: Vec<i64>,
}

impl Tree {
    fn insert(&mut self, key: i64) -> bool {
        match self.keys.binary_search(&key) {
            Ok(_) => false,
            Err(at) => {
                if self.keys.len() >= MAX_NODES {
                    panic!("tree is full");
                }
                self.keys.insert(at, key);
                true
            }
        }
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn tree_new() -> *mut Tree {
    Box::into_raw(Box::default())
}

/// A full tree is reported by unwinding.
#[unsafe(no_mangle)]
pub unsafe extern "C-unwind" fn tree_insert(tree: *mut Tree, key: i64) -> bool {
    match unsafe { tree.as_mut() } {
        Some(tree) => tree.insert(key),
        None => false,
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn tree_len(tree: *const Tree) -> usize {
    unsafe { tree.as_ref() }.map_or(0, |t| t.keys.len())
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn tree_free(tree: *mut Tree) {
    if !tree.is_null() {
        drop(unsafe { Box::from_raw(tree) });
    }
}
