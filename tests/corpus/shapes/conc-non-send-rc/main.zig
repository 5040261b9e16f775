const std = @import("std");
const Parser = opaque {};
extern fn parser_new() ?*Parser;
extern fn parser_run(p: ?*Parser, n: u32) u32;
extern fn parser_free(p: ?*Parser) void;
fn work(p: *Parser) void {
    _ = parser_run(p, 1);
}
pub fn main() !void {
    const p = parser_new() orelse return;
    defer parser_free(p);
    const t = try std.Thread.spawn(.{}, work, .{p});
    _ = parser_run(p, 0);
    t.join();
}
