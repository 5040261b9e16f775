const std = @import("std");
const Stamp = extern struct {
    seconds: i64,
    nanos: u32,
};
extern fn stamp_now(out: *Stamp) void;
pub fn main() void {
    var s = std.mem.zeroes(Stamp);
    stamp_now(&s);
    std.debug.print("{d}\n", .{s.seconds});
}
