const std = @import("std");
const Node = extern struct { id: u32 };
extern fn node_make(id: u32) ?*Node;
extern fn node_drop(n: ?*Node) void;

fn release(gpa: std.mem.Allocator, node: *Node) void {
    gpa.destroy(node);
}

pub fn main() void {
    const gpa = std.heap.page_allocator;
    const n = node_make(3) orelse return;
    std.debug.print("{d}\n", .{n.id});
    gpa.destroy(n);
    _ = &release;
}
