const std = @import("std");

const zone_count = 16;

const Zone = struct {
    hits: std.atomic.Value(u64) = .init(0),
    micros: std.atomic.Value(u64) = .init(0),
};

var zones: [zone_count]Zone = @splat(.{});

export fn zone_hit(zone: u8, micros: u32) void {
    if (zone >= zone_count) return;
    const entry = &zones[zone];
    _ = entry.hits.fetchAdd(1, .monotonic);
    _ = entry.micros.fetchAdd(micros, .monotonic);
}

export fn zone_total(zone: u8) u64 {
    if (zone >= zone_count) return 0;
    return zones[zone].micros.load(.acquire);
}
