const std = @import("std");
const editor = @import("editor.zig");

pub fn main() void {
    std.debug.print("{d}\n", .{editor.seek(12)});
}
