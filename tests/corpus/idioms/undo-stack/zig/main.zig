const std = @import("std");
const Undo = opaque {};
extern fn undo_new() ?*Undo;
extern fn undo_push(u: ?*Undo, c: u8) void;
extern fn undo_pop(u: ?*Undo) usize;
extern fn undo_free(u: ?*Undo) void;
pub fn main() void {
    const u = undo_new();
    defer undo_free(u);
    for ("abc") |c| undo_push(u, c);
    std.debug.print("{d}\n", .{undo_pop(u)});
}
