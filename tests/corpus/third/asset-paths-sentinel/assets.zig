const std = @import("std");

extern fn asset_retain(path: [*:0]const u8) u32;
extern fn asset_release(path: [*:0]const u8) u32;

pub const Kind = enum { texture, mesh, sound };

fn folder(kind: Kind) []const u8 {
    return switch (kind) {
        .texture => "tex",
        .mesh => "mesh",
        .sound => "snd",
    };
}

/// Registers asset `id` of a level with the cache.
pub fn retain(kind: Kind, level: u8, id: u32) !u32 {
    var buf: [48]u8 = undefined;
    const path = try std.fmt.bufPrint(buf[0 .. buf.len - 1], "{s}/l{d:0>2}/{d}.bin", .{ folder(kind), level, id });
    buf[path.len] = 0;
    return asset_retain(@ptrCast(path.ptr));
}

pub fn releaseDefault() u32 {
    return asset_release("tex/l00/0.bin");
}
