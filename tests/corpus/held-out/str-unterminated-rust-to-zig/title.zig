const std = @import("std");

export fn title_width(title: [*:0]const u8) usize {
    return std.mem.len(title);
}
