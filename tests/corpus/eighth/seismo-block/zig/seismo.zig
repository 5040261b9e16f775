const std = @import("std");

pub const Header = extern struct {
    station: u32,
    start_ns: u64 align(4),
    samples: u32,
    rate_hz: u32,

    const wire_size = 20;

    comptime {
        std.debug.assert(@sizeOf(Header) == wire_size);
    }

    fn read(bytes: *const [wire_size]u8) Header {
        return .{
            .station = std.mem.readInt(u32, bytes[0..4], .little),
            .start_ns = std.mem.readInt(u64, bytes[4..12], .little),
            .samples = std.mem.readInt(u32, bytes[12..16], .little),
            .rate_hz = std.mem.readInt(u32, bytes[16..20], .little),
        };
    }
};

export fn seismo_header(bytes: [*]const u8, len: usize, out: *Header) bool {
    if (len < Header.wire_size) return false;
    out.* = Header.read(bytes[0..Header.wire_size]);
    return true;
}

export fn seismo_peak(bytes: [*]const u8, len: usize) i32 {
    if (len < Header.wire_size) return 0;
    const body = bytes[Header.wire_size..len];
    var peak: i32 = 0;
    var at: usize = 0;
    while (body.len - at >= 4) : (at += 4) {
        const sample = std.mem.readInt(i32, body[at..][0..4], .little);
        peak = @max(peak, sample);
    }
    return peak;
}
