const std = @import("std");
extern fn label_of(level: u32) ?[*:0]const u8;
pub fn main() void {
    for (0..1000) |n| {
        const l = label_of(@intCast(n % 8)) orelse continue;
        std.debug.print("{s}\n", .{l});
    }
}
