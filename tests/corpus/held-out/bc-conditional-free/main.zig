const std = @import("std");
const Node = opaque {};
extern fn node_new(v: u64) ?*Node;
extern fn node_value(n: ?*const Node) u64;
extern fn node_free(n: ?*Node) void;

fn build(keep: bool) ?*Node {
    const node = node_new(1) orelse return null;
    var kept = false;
    defer if (!kept) node_free(node);
    if (!keep) return null;
    kept = true;
    return node;
}

const List = struct {
    nodes: [4]?*Node = @splat(null),
    len: usize = 0,

    fn add(self: *List, v: u64) void {
        if (self.len == self.nodes.len) return;
        self.nodes[self.len] = node_new(v);
        self.len += 1;
    }

    fn clear(self: *List) void {
        for (self.nodes[0..self.len]) |n| node_free(n);
        self.len = 0;
    }
};

pub fn main() void {
    var list: List = .{};
    defer list.clear();
    list.add(2);
    list.clear();
    list.add(3);
    if (build(true)) |node| {
        std.debug.print("{d}\n", .{node_value(node)});
        node_free(node);
    }
    var last: ?*Node = null;
    for (0..3) |i| {
        node_free(last);
        last = node_new(i);
    }
    node_free(last);
}
