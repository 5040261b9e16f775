const std = @import("std");
extern fn median_window(seed: u8, out: *?[*]const u8) usize;

pub fn main() void {
    var p: ?[*]const u8 = null;
    const n = median_window(4, &p);
    if (p) |w| std.debug.print("{any}\n", .{w[0..n]});
}
