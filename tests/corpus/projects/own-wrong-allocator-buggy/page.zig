const std = @import("std");
const Buffer = extern struct { ptr: ?[*]u8, len: usize };
extern fn render_page(number: u32) Buffer;
extern fn render_free(b: Buffer) void;
pub fn page(allocator: std.mem.Allocator, n: u32) ![]u8 {
    const b = render_page(n);
    const p = b.ptr orelse return error.Empty;
    defer allocator.free(p[0..b.len]);
    return allocator.dupe(u8, p[0..b.len]);
}
