#[repr(C)]
pub struct Tree { _p: [u8; 0] }
extern "C" { fn tree_new() -> *mut Tree; fn tree_size(t: *const Tree) -> usize; fn tree_free(t: *mut Tree); }
pub fn measure() -> usize {
    let tree = unsafe { tree_new() };
    if tree.is_null() { return 0; }
    unsafe { tree_free(tree) };
    unsafe { tree_size(tree) }
}
