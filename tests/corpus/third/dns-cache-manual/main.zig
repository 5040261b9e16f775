const std = @import("std");
const resolver = @import("resolver.zig");

pub fn main() !void {
    std.debug.print("{d}\n", .{try resolver.hosts("a.lan=10.0.0.1\nb.lan=10.0.0.2\n")});
}
