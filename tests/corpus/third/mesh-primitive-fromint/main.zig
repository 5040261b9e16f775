const std = @import("std");
const Part = @import("gltf.zig").Part;

pub fn main() void {
    const part = Part.read("\x05\x00\x00\x00\x04\x00\x00\x00\x00\x00\x01\x00\x02\x00\x03\x00") orelse return;
    var room: [16]u16 = undefined;
    std.debug.print("{d} {d}\n", .{ part.triangles(), part.highest(&room) });
}
