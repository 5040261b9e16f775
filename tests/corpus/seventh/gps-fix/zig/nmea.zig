const std = @import("std");

pub const Fix = enum(u8) { none = 0, flat = 2, full = 3, differential = 4, _ };

pub const Frame = struct { fix: Fix, lat: f64, lon: f64 };

pub fn parse(bytes: []const u8) error{Short}!Frame {
    if (bytes.len < 5) return error.Short;
    const lat = std.mem.readInt(u16, bytes[1..3], .little);
    const lon = std.mem.readInt(u16, bytes[3..5], .little);
    return .{
        .fix = @enumFromInt(bytes[0]),
        .lat = @as(f64, @floatFromInt(lat)) / 100 - 90,
        .lon = @as(f64, @floatFromInt(lon)) / 100 - 180,
    };
}
