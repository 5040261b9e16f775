const std = @import("std");

const gpa = std.heap.smp_allocator;

const Label = extern struct {
    ptr: [*]const u8,
    len: usize,
};

fn encodedLen(labels: []const Label) ?usize {
    var n: usize = 12 + 1 + 4;
    for (labels) |l| {
        if (l.len == 0 or l.len > 63) return null;
        n += l.len + 1;
    }
    return n;
}

export fn dns_encode(
    id: u16,
    labels: [*]const Label,
    count: usize,
    kind: u16,
    out: *?[*]u8,
    out_len: *usize,
) i32 {
    const parts = labels[0..count];
    const n = encodedLen(parts) orelse return -1;
    const buf = gpa.alloc(u8, n) catch return -2;
    @memset(buf, 0);
    std.mem.writeInt(u16, buf[0..2], id, .big);
    buf[2] = 1;
    buf[5] = 1;
    var at: usize = 12;
    for (parts) |l| {
        buf[at] = @intCast(l.len);
        @memcpy(buf[at + 1 ..][0..l.len], l.ptr[0..l.len]);
        at += l.len + 1;
    }
    std.mem.writeInt(u16, buf[at + 1 ..][0..2], kind, .big);
    buf[at + 4] = 1;
    out.* = buf.ptr;
    out_len.* = n;
    return 0;
}

export fn dns_free(data: ?[*]u8, len: usize) void {
    const p = data orelse return;
    gpa.free(p[0..len]);
}
