const std = @import("std");

const Rgba = extern struct { r: u8, g: u8, b: u8, a: u8 };
const Theme = extern struct {
    name: extern struct { ptr: [*]const u8, len: usize },
    background: Rgba,
    text: Rgba,
    dark: bool,
};

extern fn theme_count() usize;
extern fn theme_current() ?*const Theme;
extern fn theme_select(index: usize) bool;

fn luma(c: Rgba) u32 {
    return (@as(u32, c.r) * 3 + @as(u32, c.g) * 6 + c.b) / 10;
}

fn contrast(t: *const Theme) u32 {
    const a = luma(t.background);
    const b = luma(t.text);
    return if (a > b) a - b else b - a;
}

pub fn main() void {
    for (0..theme_count()) |i| {
        if (!theme_select(i)) break;
        const t = theme_current() orelse break;
        std.debug.print("{s}{s}: {d}\n", .{
            t.name.ptr[0..t.name.len],
            if (t.dark) " (dark)" else "",
            contrast(t),
        });
    }
}
