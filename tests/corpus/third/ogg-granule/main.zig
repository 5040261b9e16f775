const std = @import("std");
const ogg = @import("ogg.zig");
const units = @import("units.zig");

pub fn main() void {
    const file = "OggS\x00\x00\x10\x00\x00\x00\x00\x00\x00\x00" ++ "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00";
    const at: units.Granule = 48000;
    std.debug.print("{?d} {d} {d}\n", .{ ogg.duration(file), ogg.seek(file, at), units.seconds(at, 48000) });
}
