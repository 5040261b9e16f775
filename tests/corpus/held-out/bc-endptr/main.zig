const std = @import("std");
extern fn parse_int(text: [*]const u8, len: usize, rest: ?*?[*]const u8) i64;

pub fn main() void {
    var buf = "12ab".*;
    var rest: ?[*]const u8 = null;
    std.debug.print("{d}\n", .{parse_int(&buf, buf.len, &rest)});
}
