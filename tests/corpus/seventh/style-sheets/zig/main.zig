const std = @import("std");
const layout = @import("layout.zig");

const texts = [_][]const u8{ "a line", "another line", "ill", "the last of the lines" };

pub fn main() void {
    const body = layout.style_new(14, 400) orelse return;
    defer layout.style_release(body);

    var buf: [texts.len]layout.Line = undefined;
    var n: usize = 0;
    for (texts) |text| {
        const style = layout.style_share(body) orelse continue;
        buf[n] = .{ .text = text, .style = style };
        n += 1;
    }
    layout.measureAll(buf[0..n]);
    for (buf[0..n]) |line| std.debug.print("{s}: {d}\n", .{ line.text, line.width });
}
