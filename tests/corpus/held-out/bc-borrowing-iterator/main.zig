const std = @import("std");
const Lines = opaque {};
extern fn lines_open(text: [*]const u8, len: usize) ?*Lines;
extern fn lines_next(l: ?*Lines, len: *usize) ?[*]const u8;
extern fn lines_close(l: ?*Lines) void;

pub fn main() void {
    var text: [12]u8 = "one\ntwo\nsix\n".*;
    const it = lines_open(&text, text.len) orelse return;
    defer lines_close(it);
    var len: usize = 0;
    while (lines_next(it, &len)) |line| std.debug.print("{s}\n", .{line[0..len]});
}
