const std = @import("std");

extern fn glyph_advance(code: u32, px: u32) f32;
extern fn glyph_run_width(codes: [*]const u32, n: usize, px: u32) f32;

const Column = struct {
    text: []const u8,
    px: u32,
    width: f32 = 0,

    fn layout(c: *Column) void {
        var codes: [64]u32 = undefined;
        var n: usize = 0;
        var it: std.unicode.Utf8Iterator = .{ .bytes = c.text, .i = 0 };
        while (it.nextCodepoint()) |cp| {
            if (n == codes.len) {
                c.width += glyph_run_width(&codes, n, c.px);
                n = 0;
            }
            codes[n] = cp;
            n += 1;
        }
        c.width += glyph_run_width(&codes, n, c.px);
        c.width += glyph_advance(' ', c.px);
    }
};

pub fn main() !void {
    var cols = [_]Column{
        .{ .text = "William Morris, News from Nowhere", .px = 14 },
        .{ .text = "Größe, façade, naïve", .px = 22 },
    };
    var threads: [cols.len]std.Thread = undefined;
    for (&threads, &cols) |*t, *c| t.* = try std.Thread.spawn(.{}, Column.layout, .{c});
    for (threads) |t| t.join();
    for (cols) |c| std.debug.print("{d:.1}\n", .{c.width});
}
