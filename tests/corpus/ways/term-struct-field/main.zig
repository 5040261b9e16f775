const std = @import("std");

const BuildInfo = extern struct { number: u32, channel: [*:0]const u8 };
extern fn build_info() BuildInfo;

pub fn main() void {
    const info = build_info();
    std.debug.print("{d} {s}\n", .{ info.number, info.channel });
}
