const std = @import("std");
extern fn version_text(major: u32, minor: u32) ?[*:0]u8;

pub fn main() void {
    if (version_text(1, 2)) |v| std.debug.print("{s}\n", .{std.mem.span(v)});
}
