const std = @import("std");
export fn ui_title(text: [*:0]const u8) void {
    std.debug.print("{s}\n", .{text});
}
