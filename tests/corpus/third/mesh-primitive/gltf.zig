const std = @import("std");

extern fn mesh_triangles(primitive: u8, indices: u32) u32;
extern fn mesh_highest(indices: [*]const u16, count: usize) u16;

pub const Part = struct {
    mode: u8,
    indices: []align(1) const u16,

    /// Mode, three bytes of padding, count, then the indices.
    pub fn read(bytes: []const u8) ?Part {
        if (bytes.len < 8) return null;
        const count = std.mem.readInt(u32, bytes[4..8], .little);
        if ((bytes.len - 8) / 2 < count) return null;
        return .{ .mode = bytes[0], .indices = @ptrCast(bytes[8..][0 .. count * 2]) };
    }

    pub fn triangles(part: Part) u32 {
        const n: u32 = @intCast(part.indices.len);
        return mesh_triangles(part.mode, n);
    }

    pub fn highest(part: Part, room: []u16) u16 {
        const n = @min(room.len, part.indices.len);
        for (room[0..n], part.indices[0..n]) |*to, from| to.* = from;
        return mesh_highest(room.ptr, n);
    }
};
