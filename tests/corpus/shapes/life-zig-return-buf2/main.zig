fn fill(out: []u32, n: u32) []u32 {
    for (out, 0..) |*c, i| c.* = n *% @as(u32, @intCast(i));
    return out;
}
export fn palette(n: u32) [*]const u32 {
    var colors: [16]u32 = undefined;
    return fill(&colors, n).ptr;
}
