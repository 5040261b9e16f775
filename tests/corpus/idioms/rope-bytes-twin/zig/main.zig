const std = @import("std");
const Rope = opaque {};
extern fn rope_new() *Rope;
extern fn rope_free(r: ?*Rope) void;
extern fn rope_add(r: *Rope, c: u32) bool;
extern fn rope_bytes(r: *const Rope, len: *usize) ?[*]const u8;
pub fn main() !void {
    const r = rope_new();
    defer rope_free(r);
    for ("hello") |c| _ = rope_add(r, c);
    var n: usize = 0;
    for (" world") |c| _ = rope_add(r, c);
    const p = rope_bytes(r, &n) orelse return error.Empty;
    std.debug.print("{s}\n", .{p[0..n]});
}
