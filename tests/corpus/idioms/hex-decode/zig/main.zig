const std = @import("std");
extern fn hex_decode(text: [*]const u8, len: usize, out: [*]u8, cap: usize) isize;
pub fn main() void {
    var out: [4]u8 = undefined;
    const text = "00ff10";
    std.debug.print("{d}\n", .{hex_decode(text, text.len, &out, out.len)});
}
