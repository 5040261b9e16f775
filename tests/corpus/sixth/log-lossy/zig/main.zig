const std = @import("std");
const Log = @import("log.zig").Log;

pub fn main() !void {
    const log = try Log.init();
    defer log.deinit();
    try log.write("temperature 21 \xc2\xb0C\nM\xfcller logged in");
    try log.write("");
    try log.write("\xff\xfe\x00binary");
    var buf: [12]u8 = undefined;
    var i: usize = 0;
    while (log.line(i, 16, &buf)) |text| : (i += 1) std.debug.print("{d}: {s}\n", .{ i, text });
    std.debug.print("{d} with 'log'\n", .{log.count("log")});
}
