const Tree = opaque {};
const Node = opaque {};
extern fn tree_new() *Tree;
extern fn tree_free(t: ?*Tree) void;
extern fn tree_node(t: *Tree) *Node;
extern fn node_size(n: *Node, w: f32, h: f32) void;
pub fn main() void {
    const t = tree_new();
    defer tree_free(t);
    const root = tree_node(t);
    const leaf = tree_node(t);
    node_size(leaf, 1, 1);
    node_size(root, 2, 2);
}
