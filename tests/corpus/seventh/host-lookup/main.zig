const std = @import("std");

extern fn host_count() usize;
extern fn host_name(index: usize) ?[*:0]const u8;
extern fn host_name_len(index: usize) usize;

fn name(index: usize) []const u8 {
    const text = host_name(index) orelse return "?";
    return std.mem.span(text);
}

pub fn main() void {
    var i: usize = 0;
    while (i < host_count()) : (i += 1) {
        std.debug.print("{d} {s} ({d} bytes)\n", .{ i, name(i), host_name_len(i) });
    }
}
