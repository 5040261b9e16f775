#[derive(Default)]
pub struct Node { pub width: f32, pub height: f32 }
#[derive(Default)]
pub struct Tree { nodes: Vec<Box<Node>> }
impl Tree {
    fn grow(&mut self) -> &mut Node {
        self.nodes.push(Box::default());
        let at = self.nodes.len() - 1;
        &mut self.nodes[at]
    }
}
#[unsafe(no_mangle)]
pub extern "C" fn tree_new() -> Box<Tree> { Box::default() }
#[unsafe(no_mangle)]
pub extern "C" fn tree_free(_: Option<Box<Tree>>) {}
/// The new node belongs to the tree.
#[unsafe(no_mangle)]
pub extern "C" fn tree_node(tree: &mut Tree) -> *mut Node {
    std::ptr::from_mut(tree.grow())
}
/// # Safety
/// A node of a tree.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn node_size(node: *mut Node, w: f32, h: f32) {
    if let Some(n) = unsafe { node.as_mut() } { n.width = w; n.height = h; }
}
