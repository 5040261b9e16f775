const std = @import("std");

export fn banner_show(text: [*:0]const u8) void {
    std.debug.print("== {s} ==\n", .{std.mem.span(text)});
}
