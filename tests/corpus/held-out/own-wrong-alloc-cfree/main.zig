const std = @import("std");
extern fn quote_text(n: u32) ?[*:0]u8;
extern fn quote_free(p: ?[*:0]u8) void;
extern "c" fn free(p: ?*anyopaque) void;

pub fn main() void {
    const q = quote_text(3) orelse return;
    defer free(q);
    std.debug.print("{s}\n", .{std.mem.span(q)});
}
