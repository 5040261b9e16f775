const std = @import("std");

const gpa = std.heap.c_allocator;

const Summary = extern struct { records: u32, bytes: u64, checksum: u32 };

const Segment = struct {
    data: []u8,
    used: usize = 0,
    records: u32 = 0,

    fn destroy(self: *Segment) void {
        gpa.free(self.data);
        gpa.destroy(self);
    }
};

export fn seg_open(capacity: usize) ?*Segment {
    const s = gpa.create(Segment) catch return null;
    const data = gpa.alloc(u8, capacity) catch {
        gpa.destroy(s);
        return null;
    };
    s.* = .{ .data = data };
    return s;
}

export fn seg_append(segment: *Segment, data: [*]const u8, len: usize) bool {
    const room = segment.data[segment.used..];
    if (room.len < 4 or len > room.len - 4 or len > std.math.maxInt(u32)) return false;
    std.mem.writeInt(u32, room[0..4], @intCast(len), .little);
    @memcpy(room[4..][0..len], data[0..len]);
    segment.used += 4 + len;
    segment.records += 1;
    return true;
}

export fn seg_used(segment: *const Segment) usize {
    return segment.used;
}

export fn seg_seal(segment: *Segment) Summary {
    defer segment.destroy();
    const body = segment.data[0..segment.used];
    return .{
        .records = segment.records,
        .bytes = body.len,
        .checksum = std.hash.Crc32.hash(body),
    };
}

export fn seg_close(segment: *Segment) void {
    segment.destroy();
}
