const std = @import("std");
extern fn shell_words(line: [*]const u8) usize;

pub fn main() void {
    var buf: [16]u8 = undefined;
    const s = std.fmt.bufPrint(&buf, "ls {d}", .{4}) catch return;
    std.debug.print("{d}\n", .{shell_words(s.ptr)});
}
