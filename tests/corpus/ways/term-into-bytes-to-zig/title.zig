const std = @import("std");

var title: [64]u8 = undefined;

export fn title_set(text: [*:0]const u8) void {
    const all = std.mem.span(text);
    const n = @min(all.len, title.len);
    @memcpy(title[0..n], all[0..n]);
}
