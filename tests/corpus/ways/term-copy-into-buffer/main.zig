const std = @import("std");

extern fn city_name(id: u32, out: [*]u8, cap: usize) bool;

pub fn main() void {
    var buf: [32]u8 = undefined;
    if (!city_name(1, &buf, buf.len)) return;
    const text = std.mem.span(@as([*:0]const u8, @ptrCast(&buf)));
    std.debug.print("{s}\n", .{text});
}
