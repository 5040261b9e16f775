const std = @import("std");

extern fn mix_down(samples: [*]const i16, count: usize, channels: u16, out: [*]i16, cap: usize) usize;

const WavHeader = struct {
    channels: u16,
    rate: u32,

    fn parse(bytes: *const [16]u8) WavHeader {
        return .{
            .channels = std.mem.readInt(u16, bytes[2..4], .little),
            .rate = std.mem.readInt(u32, bytes[4..8], .little),
        };
    }
};

pub fn toMono(header: *const [16]u8, samples: []const i16, out: []i16) []i16 {
    const h: WavHeader = .parse(header);
    const n = mix_down(samples.ptr, samples.len, h.channels, out.ptr, out.len);
    return out[0..n];
}

pub fn main() void {
    const header = [_]u8{ 1, 0, 2, 0, 0x44, 0xac, 0, 0, 0, 0, 0, 0, 4, 0, 16, 0 };
    const samples = [_]i16{ 100, 300, -50, 50, 8, 8 };
    var mono: [8]i16 = undefined;
    std.debug.print("{any}\n", .{toMono(&header, &samples, &mono)});
}
