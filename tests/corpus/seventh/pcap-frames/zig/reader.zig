const std = @import("std");

const gpa = std.heap.page_allocator;

pub const Reader = struct {
    rest: []const u8,
};

pub const Frame = extern struct {
    data: ?[*]u8,
    len: usize,
};

export fn reader_new(data: [*]const u8, len: usize) ?*Reader {
    const r = gpa.create(Reader) catch return null;
    r.* = .{ .rest = data[0..len] };
    return r;
}

export fn reader_free(reader: ?*Reader) void {
    const r = reader orelse return;
    gpa.destroy(r);
}

/// The frame belongs to the caller, who gives it to frame_release.
export fn reader_next(reader: ?*Reader, out: *Frame) bool {
    const r = reader orelse return false;
    if (r.rest.len < 2) return false;
    const len: usize = std.mem.readInt(u16, r.rest[0..2], .little);
    const body = r.rest[2..];
    if (len == 0 or len > body.len) return false;
    const copy = gpa.dupe(u8, body[0..len]) catch return false;
    r.rest = body[len..];
    out.* = .{ .data = copy.ptr, .len = copy.len };
    return true;
}

export fn frame_release(f: Frame) void {
    const data = f.data orelse return;
    gpa.free(data[0..f.len]);
}
