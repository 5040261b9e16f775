const std = @import("std");
const Name = @import("names.zig").Name;

pub fn main() void {
    const name = Name.short(12);
    defer name.deinit();
    std.debug.print("{s}\n", .{name.text});
}
