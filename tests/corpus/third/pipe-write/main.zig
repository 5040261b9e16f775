const std = @import("std");
const Pipe = @import("pipe.zig").Pipe;

pub fn main() !void {
    const pipe: Pipe = .{ .channel = 1 };
    try pipe.write("open notes.txt");
    var buf: [32]u8 = undefined;
    std.debug.print("{s}\n", .{pipe.read(&buf)});
}
