const std = @import("std");

extern fn lexer_words(text: [*]const u8, len: usize) usize;
extern fn lexer_memory() usize;
extern fn layout_lines(widths: [*]const u32, count: usize, measure: u32, starts: [*]u32, cap: usize) usize;

pub fn main() void {
    const text = "the quick brown fox jumps over the lazy dog";
    var widths: [64]u32 = undefined;
    var n: usize = 0;
    var it = std.mem.tokenizeScalar(u8, text, ' ');
    while (it.next()) |w| : (n += 1) {
        if (n == widths.len) break;
        widths[n] = @intCast(w.len);
    }
    var starts: [64]u32 = undefined;
    const lines = layout_lines(&widths, n, 14, &starts, starts.len);
    std.debug.print("{d} words, {d} lines, {d} bytes\n", .{ lexer_words(text, text.len), lines, lexer_memory() });
}
