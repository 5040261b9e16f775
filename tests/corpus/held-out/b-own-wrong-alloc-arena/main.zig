const std = @import("std");
extern fn render(width: u32) ?[*:0]u8;
extern fn render_free(p: ?[*:0]u8) void;

const Line = struct {
    text: [:0]u8,

    fn init(width: u32) ?Line {
        const raw = render(width) orelse return null;
        return .{ .text = std.mem.span(raw) };
    }
};

pub fn main() void {
    const raw = render(10) orelse return;
    std.debug.print("{s}\n", .{raw});
    std.c.free(raw);
    _ = &Line.init;
    _ = &render_free;
}
