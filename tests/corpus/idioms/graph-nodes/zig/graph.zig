const std = @import("std");
const gpa = std.heap.smp_allocator;
const Graph = struct {
    edges: std.ArrayList([2]u32),
    fn init() !*Graph {
        const self = try gpa.create(Graph);
        self.* = .{ .edges = .empty };
        return self;
    }
    fn deinit(self: *Graph) void {
        self.edges.deinit(gpa);
        gpa.destroy(self);
    }
};
const Walk = struct { order: []u32, at: usize = 0 };
fn start(g: *const Graph) !*Walk {
    const w = try gpa.create(Walk);
    errdefer gpa.destroy(w);
    w.* = .{ .order = try gpa.alloc(u32, g.edges.items.len) };
    for (w.order, g.edges.items) |*o, e| o.* = e[1];
    return w;
}
export fn graph_new() ?*Graph {
    return Graph.init() catch null;
}
export fn graph_drop(g: ?*Graph) void {
    if (g) |it| it.deinit();
}
export fn graph_edge(g: *Graph, a: u32, b: u32) bool {
    g.edges.append(gpa, .{ a, b }) catch return false;
    return true;
}
export fn graph_walk(g: *const Graph) ?*Walk {
    return start(g) catch null;
}
export fn walk_next(w: *Walk, out: *u32) bool {
    if (w.at >= w.order.len) return false;
    out.* = w.order[w.at];
    w.at += 1;
    return true;
}
