const std = @import("std");
extern fn wav_rate(data: [*]const u8, len: usize) u32;
pub fn main() void {
    const d = "RIFF1234";
    std.debug.print("{d}\n", .{wav_rate(d, d.len)});
}
