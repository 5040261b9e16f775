const std = @import("std");
extern fn path_join(n: u32) ?[*:0]u8;
extern fn path_free(p: ?[*:0]u8) void;
pub fn parent(n: u32, out: []u8) usize {
    const p = path_join(n) orelse return 0;
    defer path_free(p);
    const full = std.mem.span(p);
    const cut = std.mem.lastIndexOfScalar(u8, full, '/') orelse full.len;
    p[cut] = 0;
    const text = std.mem.span(p);
    const n2 = @min(out.len, text.len);
    @memcpy(out[0..n2], text[0..n2]);
    return n2;
}
