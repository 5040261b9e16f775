const std = @import("std");
const Shell = opaque {};
extern fn shell_new() *Shell;
extern fn shell_free(s: ?*Shell) void;
extern fn shell_name(s: *const Shell) [*:0]const u8;
pub fn main() void {
    const s = shell_new();
    defer shell_free(s);
    std.debug.print("{s}\n", .{std.mem.span(shell_name(s))});
}
