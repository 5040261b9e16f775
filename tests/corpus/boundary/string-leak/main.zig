const std = @import("std");
extern fn version_text(major: u32) ?[*:0]u8;
pub fn main() void {
    if (version_text(2)) |text| std.debug.print("{s}\n", .{text});
}
