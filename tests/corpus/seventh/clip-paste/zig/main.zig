const std = @import("std");
const clipboard = @import("clipboard.zig");

const Buffer = opaque {};

extern fn buffer_new() ?*Buffer;
extern fn buffer_paste(b: ?*Buffer, data: [*]const u8, len: usize) usize;
extern fn buffer_lines(b: ?*const Buffer) usize;
extern fn buffer_free(b: ?*Buffer) void;

pub fn main() void {
    const b = buffer_new() orelse return;
    defer buffer_free(b);
    var clip: clipboard.Clip = .{};
    for ([_][]const u8{ "first\r\nsecond", "na\xefve\n", "gr\u{fc}\u{df}e" }) |raw| {
        clip.set(raw);
        const part = clip.preview();
        std.debug.print("{d} chars\n", .{buffer_paste(b, part.ptr, part.len)});
    }
    std.debug.print("{d} lines\n", .{buffer_lines(b)});
}
