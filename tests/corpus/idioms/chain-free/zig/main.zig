const Node = opaque {};
extern fn chain_push(head: ?*Node, value: u64) *Node;
extern fn chain_sum(head: ?*const Node) u64;
extern fn chain_free(head: ?*Node) void;
pub fn main() void {
    var head: ?*Node = null;
    for (0..8) |i| head = chain_push(head, i);
    defer chain_free(head);
    _ = chain_sum(head);
}
