const std = @import("std");
export fn win_title(text: [*:0]const u8) bool { return std.mem.span(text).len > 0; }
