const std = @import("std");
const c = @import("graph.zig");

const Target = struct { id: u32, deps: []const u32 };

const targets = [_]Target{
    .{ .id = 1, .deps = &.{ 2, 3 } },
    .{ .id = 2, .deps = &.{3} },
    .{ .id = 3, .deps = &.{} },
};

fn fill(g: *c.Graph) usize {
    var n: usize = 0;
    for (targets) |t| {
        for (t.deps) |d| {
            if (c.graph_edge(g, t.id, d)) n += 1;
        }
    }
    return n;
}

fn printDot(g: *c.Graph) void {
    const dot = c.graph_dot(g, "build") orelse return;
    const text = std.mem.span(dot);
    std.debug.print("{s}", .{text});
    std.heap.c_allocator.free(text);
}

pub fn main() !void {
    const g = c.graph_new() orelse return error.OutOfMemory;
    defer c.graph_free(g);
    std.debug.print("{d} edges\n", .{fill(g)});
    printDot(g);
}
