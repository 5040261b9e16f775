const std = @import("std");

const gpa = std.heap.c_allocator;

const Summary = extern struct { records: u32, bytes: u64, checksum: u32 };

const Segment = struct {
    data: []u8,
    used: usize = 0,
    records: u32 = 0,

    fn append(self: *Segment, record: []const u8) error{Full}!void {
        const need = 4 + record.len;
        if (self.data.len - self.used < need) return error.Full;
        const at = self.data[self.used..];
        std.mem.writeInt(u32, at[0..4], @intCast(record.len), .little);
        @memcpy(at[4..][0..record.len], record);
        self.used += need;
        self.records += 1;
    }

    fn destroy(self: *Segment) void {
        gpa.free(self.data);
        gpa.destroy(self);
    }
};

export fn wal_open(capacity: usize) ?*Segment {
    const s = gpa.create(Segment) catch return null;
    const data = gpa.alloc(u8, capacity) catch {
        gpa.destroy(s);
        return null;
    };
    s.* = .{ .data = data };
    return s;
}

export fn wal_append(segment: *Segment, data: [*]const u8, len: usize) bool {
    if (len > std.math.maxInt(u32)) return false;
    segment.append(data[0..len]) catch return false;
    return true;
}

export fn wal_seal(segment: *Segment) Summary {
    defer segment.destroy();
    const body = segment.data[0..segment.used];
    return .{
        .records = segment.records,
        .bytes = body.len,
        .checksum = std.hash.Crc32.hash(body),
    };
}

export fn wal_close(segment: *Segment) void {
    segment.destroy();
}
