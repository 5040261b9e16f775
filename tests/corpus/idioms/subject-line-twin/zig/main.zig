const std = @import("std");
const Mail = opaque {};
extern fn mail_new() *Mail;
extern fn mail_free(m: ?*Mail) void;
extern fn mail_subject(m: *Mail, text: [*]const u8, len: usize) bool;
extern fn mail_line(m: *const Mail) ?[*:0]u8;
extern fn mail_line_free(p: ?[*:0]u8) void;
pub fn main() void {
    const m = mail_new();
    defer mail_free(m);
    _ = mail_subject(m, "a\x00b", 3);
    const l = mail_line(m) orelse return;
    defer mail_line_free(l);
    std.debug.print("{s}\n", .{l});
}
