const std = @import("std");

extern fn label_make(name: [*]const u8, len: usize) [*:0]u8;
extern fn label_free(text: [*:0]u8) void;

pub fn main() void {
    const name = "zig";
    const label = label_make(name.ptr, name.len);
    defer label_free(label);
    std.debug.print("{s}\n", .{label});
}
