const std = @import("std");
const Device = @import("device.zig").Device;

pub fn main() !void {
    var dev = Device.pipe(16);
    defer dev.close();
    var rest: []const u8 = "a message that is longer than the pipe";
    var buf: [7]u8 = undefined;
    while (true) {
        const ready = dev.ready();
        if (ready.writable and rest.len > 0) {
            rest = rest[try dev.write(rest)..];
        } else if (ready.readable) {
            std.debug.print("{s}|", .{try dev.read(&buf)});
        } else break;
    }
    std.debug.print("\n", .{});
}
