const std = @import("std");
extern fn make_label(p: [*]const u8, n: usize) ?[*:0]u8;
extern fn answer_text() ?[*:0]u8;
extern fn label_drop(l: ?[*:0]u8) void;

pub fn main() void {
    const l = make_label("x", 1);
    defer label_drop(l);
    const a = answer_text();
    defer label_drop(a);
}
