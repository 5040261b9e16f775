const std = @import("std");
const Str = extern struct { ptr: [*]const u8, len: usize };
extern fn greeting() Str;
extern fn greeting_len(out: *usize) [*]const u8;

pub fn main() void {
    const g = greeting();
    var n: usize = 0;
    const p = greeting_len(&n);
    std.debug.print("{s} {s}\n", .{ g.ptr[0..g.len], p[0..n] });
}
