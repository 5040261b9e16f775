const std = @import("std");
export fn font_load(path: [*:0]const u8) u32 { return @truncate(std.mem.span(path).len); }
