const std = @import("std");

fn Tagged(comptime T: type) type {
    return extern struct {
        valid: u8,
        value: T,
        index: u32,
    };
}

const MinMax = extern struct {
    min: Tagged(f64),
    max: Tagged(f64),
    skipped: u64,
};

extern fn range_minmax(values: [*]const f64, n: usize, out: *MinMax) bool;

pub fn main() void {
    const values = [_]f64{ 2.5, -7, std.math.nan(f64), 11 };
    var r = std.mem.zeroes(MinMax);
    if (!range_minmax(&values, values.len, &r)) return;
    std.debug.print("{d} at {d} .. {d} at {d}, {d} skipped\n", .{
        r.min.value, r.min.index, r.max.value, r.max.index, r.skipped,
    });
}
