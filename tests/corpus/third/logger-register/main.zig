const std = @import("std");
const sink = @import("sink.zig");

extern fn crunch(threads: u8) u32;

pub fn main() void {
    if (!sink.install()) return;
    const found = crunch(4);
    std.debug.print("{d} in {d} lines\n", .{ found, sink.count() });
}
