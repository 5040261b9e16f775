const std = @import("std");
extern fn app_name() [*:0]const u8;
pub fn main() void {
    std.debug.print("{s}\n", .{std.mem.span(app_name())});
}
