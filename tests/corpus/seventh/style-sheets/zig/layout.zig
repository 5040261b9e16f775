const std = @import("std");

pub const Style = opaque {
    pub fn advance(s: *const Style, text: []const u8) u32 {
        return style_advance(s, text.ptr, text.len);
    }
};

pub extern fn style_new(size: u16, weight: u16) ?*Style;
pub extern fn style_share(s: ?*const Style) ?*Style;
extern fn style_advance(s: ?*const Style, text: [*]const u8, len: usize) u32;
pub extern fn style_release(s: ?*Style) void;

pub const Line = struct {
    text: []const u8,
    style: *Style,
    width: u32 = 0,

    /// Runs on a thread of its own and lets its handle go at the end.
    fn measure(line: *Line) void {
        defer style_release(line.style);
        for (0..1000) |_| {
            const own = style_share(line.style) orelse continue;
            defer style_release(own);
            line.width = own.advance(line.text);
        }
    }
};

pub fn measureAll(lines: []Line) void {
    var threads: [8]?std.Thread = @splat(null);
    for (lines, 0..) |*line, i| {
        if (i >= threads.len) {
            line.measure();
            continue;
        }
        threads[i] = std.Thread.spawn(.{}, Line.measure, .{line}) catch blk: {
            line.measure();
            break :blk null;
        };
    }
    for (threads) |thread| {
        if (thread) |t| t.join();
    }
}
