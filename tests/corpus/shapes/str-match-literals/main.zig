const std = @import("std");
extern fn status_text(code: i32) [*:0]const u8;
pub fn main() void {
    std.debug.print("{s}\n", .{std.mem.span(status_text(1))});
}
