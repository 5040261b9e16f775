const std = @import("std");

const Station = extern struct { address: u32, port: u16 };

extern fn audio_volume(slider: u8) f32;
extern fn net_station(n: u32) Station;

pub fn main() void {
    var n: u32 = 0;
    while (true) : (n += 1) {
        const station = net_station(n);
        if (station.port == 0) break;
        std.debug.print("{x}:{d}\n", .{ station.address, station.port });
    }
    std.debug.print("{d:.3}\n", .{audio_volume(70)});
}
