const std = @import("std");

extern fn cache_has(key: [*:0]const u8) bool;

fn byFormat(id: u32) bool {
    var buf: [32]u8 = undefined;
    const key = std.fmt.bufPrintSentinel(&buf, "user:{d}", .{id}, 0) catch return false;
    return cache_has(key.ptr);
}

fn byCopy(gpa: std.mem.Allocator, name: []const u8) !bool {
    const key = try gpa.dupeSentinel(u8, name, 0);
    defer gpa.free(key);
    return cache_has(key.ptr);
}

fn byHand(name: []const u8) bool {
    var buf: [64]u8 = undefined;
    if (name.len >= buf.len) return false;
    @memcpy(buf[0..name.len], name);
    buf[name.len] = 0;
    return cache_has(@ptrCast(&buf));
}

fn bySlice(name: []const u8) bool {
    var buf: [64:0]u8 = @splat(0);
    @memcpy(buf[0..@min(name.len, 63)], name[0..@min(name.len, 63)]);
    return cache_has(&buf);
}

pub fn main() void {
    std.debug.print("{} {} {}\n", .{ byFormat(12), byHand("x"), bySlice("y") });
    std.debug.print("{}\n", .{byCopy(std.heap.page_allocator, "z") catch false});
}
