const std = @import("std");
extern fn count_letters(text: [*:0]const u8) usize;

pub fn main() void {
    std.debug.print("{d}\n", .{count_letters("caf\xe9")});
}
