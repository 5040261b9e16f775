const std = @import("std");

const Fix = extern struct { lat: f64, lon: f64, age_ms: u32 };

extern fn can_decode(id: u32, data: *const [8]u8, rpm: *u16) bool;
extern fn nav_update(speed_kmh: f32, dt_ms: u32) void;
extern fn nav_fix() Fix;

pub fn main() void {
    const frame = [8]u8{ 0x1f, 0x40, 0, 0, 0, 0, 0, 0 };
    var rpm: u16 = 0;
    if (can_decode(0x201, &frame, &rpm)) std.debug.print("{d} rpm\n", .{rpm});
    for (0..10) |_| nav_update(83.5, 100);
    const fix = nav_fix();
    std.debug.print("{d:.5} {d:.5} ({d} ms)\n", .{ fix.lat, fix.lon, fix.age_ms });
}
