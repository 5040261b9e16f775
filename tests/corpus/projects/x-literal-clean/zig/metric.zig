const std = @import("std");
export fn metric_inc(name: [*:0]const u8) void { std.debug.print("{s}\n", .{name}); }
