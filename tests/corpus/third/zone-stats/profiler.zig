const zone_count = 16;

const Zone = struct {
    hits: u64 = 0,
    micros: u64 = 0,
};

var zones: [zone_count]Zone = @splat(.{});

export fn zone_hit(zone: u8, micros: u32) void {
    if (zone >= zone_count) return;
    const entry = &zones[zone];
    entry.hits += 1;
    entry.micros += micros;
}

export fn zone_total(zone: u8) u64 {
    if (zone >= zone_count) return 0;
    return zones[zone].micros;
}
