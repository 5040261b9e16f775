const std = @import("std");

const Span = extern struct { start: usize, end: usize };

extern fn span_at(text: [*]const u8, len: usize, at: usize) Span;
extern fn span_words(text: [*]const u8, len: usize) usize;

pub fn main() void {
    const line = "let answer = 6 * seven;";
    const s = span_at(line, line.len, 6);
    std.debug.print("{s} of {d} words\n", .{ line[s.start..s.end], span_words(line, line.len) });
}
