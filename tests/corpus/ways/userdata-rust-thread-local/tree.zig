export fn tree_walk(depth: u32, visit: *const fn (u32) callconv(.c) void) void {
    var node: u32 = 0;
    while (node < depth) : (node += 1) visit(node);
}
