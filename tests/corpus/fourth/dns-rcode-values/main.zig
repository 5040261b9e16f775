const std = @import("std");
const rc = @import("rcode.zig");

const packets = [_][12]u8{
    .{ 0, 1, 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0 },
    .{ 0, 2, 0x81, 0x82, 0, 1, 0, 0, 0, 0, 0, 0 },
    .{ 0, 3, 0x81, 0x89, 0, 1, 0, 0, 0, 0, 0, 0 },
};

pub fn main() void {
    var again: usize = 0;
    for (&packets) |*p| {
        const code = rc.dns_rcode(p, p.len);
        if (code.retry()) again += 1;
    }
    std.debug.print("{d} again, {d} final\n", .{ again, rc.dns_final_count() });
}
