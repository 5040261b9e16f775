const std = @import("std");
const alloc = std.heap.c_allocator;
export fn dsn_host(dsn: [*:0]const u8) ?[*:0]u8 {
    const text = std.mem.span(dsn);
    const at = std.mem.findScalar(u8, text, '@') orelse return null;
    const rest = text[at + 1 ..];
    const end = std.mem.findScalar(u8, rest, '/') orelse rest.len;
    return (alloc.dupeZ(u8, rest[0..end]) catch return null).ptr;
}
export fn dsn_host_free(host: ?[*:0]u8) void {
    if (host) |h| alloc.free(std.mem.span(h));
}
