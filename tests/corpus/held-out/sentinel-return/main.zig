const std = @import("std");
extern fn banner_text() [*:0]const u8;

pub fn main() void {
    std.debug.print("{s}\n", .{std.mem.span(banner_text())});
}
