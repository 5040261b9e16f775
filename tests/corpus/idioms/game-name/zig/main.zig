const std = @import("std");
extern fn game_name(n: usize) ?[*:0]const u8;
pub fn main() void {
    if (game_name(1)) |n| std.debug.print("{s}\n", .{n});
}
