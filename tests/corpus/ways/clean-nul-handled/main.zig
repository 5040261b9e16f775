const std = @import("std");

extern fn label_make(name: [*]const u8, len: usize) ?[*:0]u8;
extern fn label_of(name: [*:0]const u8) ?[*:0]u8;
extern fn label_cut(name: [*]const u8, len: usize) ?[*:0]u8;
extern fn label_without(name: [*]const u8, len: usize) ?[*:0]u8;
extern fn label_number(number: u64) ?[*:0]u8;
extern fn label_free(text: ?[*:0]u8) void;

pub fn main() void {
    const name = "zig";
    const all = [_]?[*:0]u8{
        label_make(name.ptr, name.len),
        label_of(name),
        label_cut(name.ptr, name.len),
        label_without(name.ptr, name.len),
        label_number(7),
    };
    for (all) |label| {
        if (label) |text| std.debug.print("{s}\n", .{text});
        label_free(label);
    }
}
