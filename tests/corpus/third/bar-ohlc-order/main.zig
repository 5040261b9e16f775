const std = @import("std");
const chart = @import("chart.zig");

pub fn main() void {
    const ticks = [_]chart.Tick{
        .{ .time = 60, .size = 5, .price = 10 },
        .{ .time = 70, .size = 5, .price = 12 },
        .{ .time = 130, .size = 1, .price = 9 },
    };
    var bars: [8]chart.Bar = undefined;
    const n = chart.bars_build(&ticks, ticks.len, 60, &bars, bars.len);
    for (bars[0..n]) |bar| std.debug.print("{d} {d}\n", .{ bar.start, bar.range() });
}
