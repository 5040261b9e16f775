const std = @import("std");

const alphabet = "0123456789bcdefghjkmnpqrstuvwxyz";

const Point = extern struct { lat: f64, lon: f64 };

const Range = struct {
    lo: f64,
    hi: f64,

    fn mid(r: Range) f64 {
        return (r.lo + r.hi) / 2;
    }

    fn halve(r: *Range, upper: bool) void {
        if (upper) r.lo = r.mid() else r.hi = r.mid();
    }
};

export fn plus_decode(hash: ?[*:0]const u8, out: ?*Point) bool {
    const text = std.mem.span(hash orelse return false);
    const p = out orelse return false;
    var lat: Range = .{ .lo = -90, .hi = 90 };
    var lon: Range = .{ .lo = -180, .hi = 180 };
    var even = true;
    for (text) |c| {
        const v = std.mem.findScalar(u8, alphabet, c) orelse return false;
        var bit: usize = 16;
        while (bit != 0) : (bit >>= 1) {
            (if (even) &lon else &lat).halve(v & bit != 0);
            even = !even;
        }
    }
    p.* = .{ .lat = lat.mid(), .lon = lon.mid() };
    return text.len > 0;
}

/// Writes a terminated hash, gives its length or 0.
export fn plus_encode(p: ?*const Point, digits: u32, out: ?[*]u8, cap: usize) usize {
    const pt = p orelse return 0;
    const dst = (out orelse return 0)[0..cap];
    if (digits == 0 or digits >= cap) return 0;
    var lat: Range = .{ .lo = -90, .hi = 90 };
    var lon: Range = .{ .lo = -180, .hi = 180 };
    var even = true;
    for (dst[0..digits]) |*d| {
        var v: u8 = 0;
        for (0..5) |_| {
            const r = if (even) &lon else &lat;
            const upper = (if (even) pt.lon else pt.lat) >= r.mid();
            r.halve(upper);
            v = v << 1 | @intFromBool(upper);
            even = !even;
        }
        d.* = alphabet[v];
    }
    dst[digits] = 0;
    return digits;
}
