const std = @import("std");

const Format = extern struct {
    decimals: u8 = 2,
    thousands: bool = false,
    percent: bool = false,
};

extern fn cell_format(value: f64, format: Format) ?[*:0]const u8;
extern fn cell_width(value: f64, format: Format) usize;

fn column(values: []const f64, format: Format) usize {
    var w: usize = 0;
    for (values) |v| w = @max(w, cell_width(v, format));
    return w;
}

pub fn main() void {
    const values = [_]f64{ 1234567.891, -0.25, 12 };
    const format: Format = .{ .thousands = true };
    const w = column(&values, format);
    for (values) |v| {
        const text = cell_format(v, format) orelse continue;
        std.debug.print("{d}: {s}\n", .{ w, std.mem.span(text) });
    }
}
