const std = @import("std");
extern fn is_keyword(t: [*:0]const u8) bool;
pub fn main() void {
    std.debug.print("{}\n", .{is_keyword("fn")});
}
