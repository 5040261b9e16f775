const std = @import("std");

const gpa = std.heap.page_allocator;

pub const Graph = struct {
    nodes: u32,
    edges: std.ArrayList([2]u32) = .empty,
};

export fn graph_new(nodes: u32) ?*Graph {
    const g = gpa.create(Graph) catch return null;
    g.* = .{ .nodes = nodes };
    return g;
}

export fn graph_free(graph: ?*Graph) void {
    const g = graph orelse return;
    g.edges.deinit(gpa);
    gpa.destroy(g);
}

export fn connect(graph: ?*Graph, a: u32, b: u32) bool {
    const g = graph orelse return false;
    if (a == b or a >= g.nodes or b >= g.nodes) return false;
    g.edges.append(gpa, .{ a, b }) catch return false;
    return true;
}

export fn graph_degree(graph: ?*const Graph, node: u32) u32 {
    const g = graph orelse return 0;
    var n: u32 = 0;
    for (g.edges.items) |e| {
        if (e[0] == node or e[1] == node) n +|= 1;
    }
    return n;
}
