const std = @import("std");

const gpa = std.heap.c_allocator;

const Points = extern struct {
    ptr: ?[*][2]i32,
    len: usize,
};

const Reader = struct {
    bytes: []const u8,
    at: usize = 0,

    fn next(self: *Reader) error{Malformed}!i32 {
        var value: u32 = 0;
        var shift: u5 = 0;
        while (self.at < self.bytes.len) {
            const c = self.bytes[self.at];
            if (c < 63 or shift > 25) return error.Malformed;
            self.at += 1;
            value |= @as(u32, (c - 63) & 0x1f) << shift;
            if (c - 63 < 0x20) {
                const half: i32 = @intCast(value >> 1);
                return if (value & 1 == 1) ~half else half;
            }
            shift += 5;
        }
        return error.Malformed;
    }
};

fn decode(text: []const u8) error{ Malformed, OutOfMemory }![][2]i32 {
    var list: std.ArrayList([2]i32) = .empty;
    errdefer list.deinit(gpa);
    var reader: Reader = .{ .bytes = text };
    var lat: i32 = 0;
    var lon: i32 = 0;
    while (reader.at < text.len) {
        lat +%= try reader.next();
        lon +%= try reader.next();
        try list.append(gpa, .{ lat, lon });
    }
    return list.toOwnedSlice(gpa);
}

export fn polyline_decode(text: [*]const u8, len: usize, out: *Points) i32 {
    const points = decode(text[0..len]) catch |err| return switch (err) {
        error.Malformed => -1,
        error.OutOfMemory => -2,
    };
    out.* = .{ .ptr = points.ptr, .len = points.len };
    return 0;
}

export fn polyline_free(points: Points) void {
    const p = points.ptr orelse return;
    gpa.free(p[0..points.len]);
}
