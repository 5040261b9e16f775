const std = @import("std");
export fn name_len(name: ?[*:0]const u8) usize {
    return std.mem.span(name.?).len;
}
