pub const Node = extern struct {
    value: i32,
    next: ?*Node,
};
pub extern fn list_sum(n: ?*const Node) i64;
