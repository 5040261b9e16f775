const std = @import("std");
extern fn error_text(code: i32) [*:0]const u8;

pub fn main() void {
    std.debug.print("{s}\n", .{error_text(3)});
}
