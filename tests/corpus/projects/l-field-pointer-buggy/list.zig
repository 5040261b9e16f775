pub const Node = extern struct {
    value: i32,
    next: u32,
};
pub extern fn list_sum(n: ?*const Node) i64;
