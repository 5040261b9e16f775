const std = @import("std");
const Source = opaque {};
extern fn source_new(text: [*]const u8, len: usize) ?*const Source;
extern fn source_lines(s: ?*const Source) usize;
extern fn source_drop(s: ?*const Source) void;
pub fn main() void {
    const text = "a\nb\n";
    const s = source_new(text, text.len);
    defer source_drop(s);
    std.debug.print("{d}\n", .{source_lines(s)});
}
