const std = @import("std");
const Port = @import("port.zig").Port;

pub fn main() !void {
    var port = try Port.open("/dev/ttyUSB0");
    defer port.close();
    var frames: usize = 0;
    while (try port.next()) |frame| : (frames += 1) {
        std.debug.print("{d} bytes, type {x}\n", .{ frame.len, frame[0] });
    }
    std.debug.print("{d} frames\n", .{frames});
}
