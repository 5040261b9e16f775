const std = @import("std");

extern fn snprintf(buf: ?[*]u8, cap: usize, format: [*:0]const u8, ...) c_int;

const Unit = enum(u8) { celsius, percent, hectopascal, _ };

pub const Reading = extern struct {
    sensor: u32,
    unit: u8,
    value: f32,
};

fn suffix(unit: Unit) [*:0]const u8 {
    return switch (unit) {
        .celsius => "C",
        .percent => "%",
        .hectopascal => "hPa",
        _ => "?",
    };
}

/// Formats as C programs do, for logs that are compared with old ones. The whole length, whatever `cap` is; -1 on error.
export fn fmt_reading(buf: ?[*]u8, cap: usize, r: ?*const Reading, decimals: c_int) c_int {
    const it = r orelse return -1;
    if (decimals < 0 or decimals > 9) return -1;
    const unit: Unit = @enumFromInt(it.unit);
    return snprintf(buf, cap, "#%u %.*f %s", @as(c_uint, it.sensor), decimals, @as(f64, it.value), suffix(unit));
}

export fn fmt_names(out: ?[*]?[*:0]const u8, cap: usize) usize {
    const all = comptime std.enums.values(Unit);
    const dst = out orelse return all.len;
    const n = @min(cap, all.len);
    inline for (all, 0..) |unit, i| {
        if (i < n) dst[i] = @tagName(unit).ptr;
    }
    return n;
}
