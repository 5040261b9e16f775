const std = @import("std");
export fn ui_label(text: [*:0]const u8) void { std.debug.print("{s}\n", .{std.mem.span(text)}); }
