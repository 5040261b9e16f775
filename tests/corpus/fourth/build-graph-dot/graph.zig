pub const Graph = opaque {};
pub extern fn graph_new() ?*Graph;
pub extern fn graph_edge(g: ?*Graph, from: u32, to: u32) bool;
pub extern fn graph_dot(g: ?*const Graph, name: ?[*:0]const u8) ?[*:0]u8;
pub extern fn graph_string_free(s: ?[*:0]u8) void;
pub extern fn graph_free(g: ?*Graph) void;
