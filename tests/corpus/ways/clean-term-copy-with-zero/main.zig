const std = @import("std");

extern fn city_name(id: u32, out: [*]u8, cap: usize) bool;
extern fn city_code(id: u32, out: [*]u8, cap: usize) usize;

pub fn main() void {
    var buf: [32]u8 = undefined;
    if (!city_name(1, &buf, buf.len)) return;
    const text = std.mem.span(@as([*:0]const u8, @ptrCast(&buf)));
    var code: [8]u8 = undefined;
    const n = city_code(1, &code, code.len);
    std.debug.print("{s} {s}\n", .{ text, code[0..n] });
}
