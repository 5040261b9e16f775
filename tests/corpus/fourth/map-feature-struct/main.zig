const std = @import("std");
const f = @import("features.zig");

pub fn main() void {
    var found: [16]f.Feature = undefined;
    const n = f.features_in(46.5, 7.0, 46.8, 8.0, &found, found.len);
    for (found[0..n]) |x| {
        std.debug.print("{s} {s} ({d:.2})\n", .{ @tagName(x.kind), x.name.slice(), x.lat });
    }
    std.debug.print("{d} of {d}\n", .{ n, f.features_total() });
}
