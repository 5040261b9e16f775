const std = @import("std");

const gpa = std.heap.smp_allocator;

const Ring = struct {
    lines: [][]u8,
    start: usize = 0,
    len: usize = 0,

    fn at(self: *const Ring, index: usize) ?[]u8 {
        if (index >= self.len) return null;
        return self.lines[(self.start + index) % self.lines.len];
    }
};

export fn ring_create(capacity: usize) ?*Ring {
    const ring = gpa.create(Ring) catch return null;
    const lines = gpa.alloc([]u8, capacity) catch {
        gpa.destroy(ring);
        return null;
    };
    ring.* = .{ .lines = lines };
    return ring;
}

export fn ring_push(ring: *Ring, text: [*]const u8, len: usize) bool {
    const line = gpa.dupe(u8, text[0..len]) catch return false;
    if (ring.len == ring.lines.len) {
        gpa.free(ring.lines[ring.start]);
        ring.start = (ring.start + 1) % ring.lines.len;
        ring.len -= 1;
    }
    ring.lines[(ring.start + ring.len) % ring.lines.len] = line;
    ring.len += 1;
    return true;
}

export fn ring_len(ring: *const Ring) usize {
    return ring.len;
}

export fn ring_copy(ring: *const Ring, index: usize, out: [*]u8, cap: usize) isize {
    const line = ring.at(index) orelse return -1;
    const n = @min(line.len, cap);
    @memcpy(out[0..n], line[0..n]);
    return @intCast(n);
}

export fn ring_destroy(ring: ?*Ring) void {
    const r = ring orelse return;
    for (0..r.len) |i| gpa.free(r.at(i).?);
    gpa.free(r.lines);
    gpa.destroy(r);
}
