const std = @import("std");
const voice = @import("voice.zig");

pub fn main() void {
    var input: [160]f32 = undefined;
    for (&input, 0..) |*s, n| s.* = @floatFromInt(n % 32);
    var output: [960]f32 = undefined;
    const out = voice.convert(.telephone, &input, 48000, &output);
    std.debug.print("{d}\n", .{out.len});
}
