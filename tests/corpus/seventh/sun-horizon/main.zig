const std = @import("std");

const Observer = extern struct { lat: f64, lon: f64 };
const Horizon = extern struct { azimuth: f64, altitude: f64 };

extern fn sun_horizon(at: Observer, hour_angle: f64, declination: f64) Horizon;

pub fn main() void {
    const bern: Observer = .{ .lat = 46.95, .lon = 7.45 };
    var hour: u32 = 6;
    while (hour <= 18) : (hour += 3) {
        const angle = (@as(f64, @floatFromInt(hour)) - 12.0) * 15.0;
        const sun = sun_horizon(bern, angle, 23.4);
        std.debug.print("{d:2}h az {d:.1} alt {d:.1}\n", .{ hour, sun.azimuth, sun.altitude });
    }
}
