const std = @import("std");
const gpa = std.heap.c_allocator;
const Config = extern struct { slots: u32, width: u32 };
const Ring = struct { data: []u8, width: u32 };
export fn ring_new(config: *const Config) ?*Ring {
    const r = gpa.create(Ring) catch return null;
    const data = gpa.alloc(u8, @as(usize, config.slots) * config.width) catch {
        gpa.destroy(r);
        return null;
    };
    r.* = .{ .data = data, .width = config.width };
    return r;
}
export fn ring_free(r: ?*Ring) void {
    const it = r orelse return;
    gpa.free(it.data);
    gpa.destroy(it);
}
export fn ring_slot(r: *const Ring, at: u32, out: [*]u8) bool {
    const start = @as(usize, at) * r.width;
    if (start + r.width > r.data.len) return false;
    const slot = r.data[start..][0..r.width];
    @memcpy(out[0..r.width], slot);
    return true;
}
