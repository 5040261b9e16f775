const std = @import("std");

const Graph = opaque {};
const Path = extern struct {
    nodes: ?[*]u32 = null,
    len: usize = 0,
    cost: u64 = 0,

    fn slice(p: Path) []const u32 {
        return (p.nodes orelse return &.{})[0..p.len];
    }
};

extern fn trip_graph_new() ?*Graph;
extern fn trip_graph_free(g: ?*Graph) void;
extern fn trip_graph_link(g: ?*Graph, a: u32, b: u32, w: u32) void;
extern fn trip_path_find(g: ?*const Graph, from: u32, to: u32, out: *Path) bool;
extern fn trip_path_free(p: ?*Path) void;

pub fn main() u8 {
    const g = trip_graph_new() orelse return 1;
    defer trip_graph_free(g);
    const links = [_][3]u32{ .{ 1, 2, 7 }, .{ 2, 3, 1 }, .{ 1, 4, 2 }, .{ 4, 3, 3 }, .{ 3, 5, 9 } };
    for (links) |l| trip_graph_link(g, l[0], l[1], l[2]);

    var path: Path = .{};
    if (!trip_path_find(g, 1, 5, &path)) return 2;
    defer trip_path_free(&path);
    for (path.slice()) |n| std.debug.print("{d} ", .{n});
    std.debug.print("cost {d}\n", .{path.cost});
    return 0;
}
