const std = @import("std");

const gpa = std.heap.page_allocator;

pub const Ring = struct {
    buf: []u8,
    head: usize = 0,
    used: usize = 0,
};

fn open(capacity: usize) !*Ring {
    if (capacity == 0) return error.NoCapacity;
    const r = try gpa.create(Ring);
    errdefer gpa.destroy(r);
    r.* = .{ .buf = try gpa.alloc(u8, capacity) };
    return r;
}

fn write(r: *Ring, data: []const u8) usize {
    const n = @min(data.len, r.buf.len - r.used);
    for (data[0..n]) |b| {
        r.buf[(r.head + r.used) % r.buf.len] = b;
        r.used += 1;
    }
    return n;
}

fn read(r: *Ring, out: []u8) usize {
    const n = @min(out.len, r.used);
    for (out[0..n]) |*b| {
        b.* = r.buf[r.head];
        r.head = (r.head + 1) % r.buf.len;
        r.used -= 1;
    }
    return n;
}

fn close(r: *Ring) void {
    gpa.free(r.buf);
    gpa.destroy(r);
}

export fn ring_open(capacity: usize) ?*Ring {
    return open(capacity) catch null;
}

export fn ring_write(ring: ?*Ring, data: [*]const u8, len: usize) usize {
    return write(ring orelse return 0, data[0..len]);
}

export fn ring_read(ring: ?*Ring, out: [*]u8, cap: usize) usize {
    return read(ring orelse return 0, out[0..cap]);
}

export fn ring_close(ring: ?*Ring) void {
    close(ring orelse return);
}
