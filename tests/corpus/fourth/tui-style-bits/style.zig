const std = @import("std");

pub const Style = packed struct(u32) {
    bold: bool = false,
    italic: bool = false,
    underline: bool = false,
    _unused: u5 = 0,
    foreground: u8 = 7,
    background: u8 = 0,
    _reserved: u8 = 0,

    extern fn style_sequence(style: Style, out: [*]u8, cap: usize) usize;
    extern fn style_reverse(style: Style) Style;

    pub fn sequence(self: Style, buf: []u8) ?[]const u8 {
        const n = style_sequence(self, buf.ptr, buf.len);
        return if (n == 0) null else buf[0..n];
    }
    pub const reversed = style_reverse;
};

pub fn main() void {
    var buf: [64]u8 = undefined;
    const title: Style = .{ .bold = true, .foreground = 15, .background = 4 };
    const seq = title.reversed().sequence(&buf) orelse return;
    std.debug.print("{s}title\x1b[0m\n", .{seq});
}
