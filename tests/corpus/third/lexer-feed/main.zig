const std = @import("std");
const Console = @import("console.zig").Console;

pub fn main() !void {
    const console = Console.init();
    defer console.deinit();
    try console.give("rope", 3);
    std.debug.print("{d}\n", .{console.words()});
}
