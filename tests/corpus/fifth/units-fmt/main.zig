const std = @import("std");

const Unit = struct { symbol: [:0]const u8, base: f64 };

const units = [_]Unit{
    .{ .symbol = "B", .base = 1024 },
    .{ .symbol = "s", .base = 1000 },
    .{ .symbol = "Hz", .base = 1000 },
};

const prefixes = [_][]const u8{ "", "k", "M", "G", "T" };

const Scaled = struct { value: f64, prefix: []const u8 };

fn scale(value: f64, base: f64) Scaled {
    var v = value;
    for (prefixes) |p| {
        if (@abs(v) < base) return .{ .value = v, .prefix = p };
        v /= base;
    }
    return .{ .value = v * base, .prefix = prefixes[prefixes.len - 1] };
}

fn format(buf: []u8, unit: Unit, value: f64) ?[:0]const u8 {
    const s = scale(value, unit.base);
    return std.fmt.bufPrintSentinel(buf, "{d:.1} {s}{s}", .{ s.value, s.prefix, unit.symbol }, 0) catch null;
}

export fn units_symbol(unit: u8) ?[*:0]const u8 {
    if (unit >= units.len) return null;
    return units[unit].symbol.ptr;
}

export fn units_label(unit: u8, value: f64) ?[*:0]const u8 {
    if (unit >= units.len) return null;
    var buf: [48]u8 = undefined;
    const out = format(&buf, units[unit], value) orelse return null;
    return out.ptr;
}
