const std = @import("std");

const match = @extern(*const fn (pattern: [*]const u8, plen: usize, text: [*]const u8, tlen: usize) callconv(.c) bool, .{ .name = "glob1_match" });
const hasMagic = @extern(*const fn (pattern: [*]const u8, plen: usize) callconv(.c) bool, .{ .name = "glob1_has_magic" });

fn glob(pattern: []const u8, text: []const u8) bool {
    if (!hasMagic(pattern.ptr, pattern.len)) return std.mem.eql(u8, pattern, text);
    return match(pattern.ptr, pattern.len, text.ptr, text.len);
}

pub fn main() void {
    for ([_][]const u8{ "main.zig", "lib.rs", "readme" }) |name| {
        if (glob("*.?i?", name) or glob("lib.rs", name)) std.debug.print("{s}\n", .{name});
    }
}
