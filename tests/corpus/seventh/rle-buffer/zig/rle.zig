const std = @import("std");

const gpa = std.heap.page_allocator;

const Buf = extern struct {
    ptr: ?[*]u8,
    len: usize,
};

fn give(list: *std.ArrayList(u8), out: *Buf) !void {
    if (list.items.len == 0) {
        list.deinit(gpa);
        out.* = .{ .ptr = null, .len = 0 };
        return;
    }
    const owned = try list.toOwnedSlice(gpa);
    out.* = .{ .ptr = owned.ptr, .len = owned.len };
}

fn pack(data: []const u8, out: *Buf) !void {
    var list: std.ArrayList(u8) = .empty;
    errdefer list.deinit(gpa);
    var i: usize = 0;
    while (i < data.len) {
        var run: usize = 1;
        while (run < 255 and i + run < data.len and data[i + run] == data[i]) run += 1;
        try list.append(gpa, @intCast(run));
        try list.append(gpa, data[i]);
        i += run;
    }
    try give(&list, out);
}

fn unpack(data: []const u8, max: usize, out: *Buf) !void {
    if (data.len % 2 != 0) return error.Odd;
    var list: std.ArrayList(u8) = .empty;
    errdefer list.deinit(gpa);
    var i: usize = 0;
    while (i < data.len) : (i += 2) {
        if (data[i] > max - list.items.len) return error.TooLong;
        for (0..data[i]) |_| try list.append(gpa, data[i + 1]);
    }
    try give(&list, out);
}

export fn rle_pack(data: [*]const u8, len: usize, out: *Buf) bool {
    pack(data[0..len], out) catch return false;
    return true;
}

export fn rle_unpack(data: [*]const u8, len: usize, max: usize, out: *Buf) bool {
    unpack(data[0..len], max, out) catch return false;
    return true;
}

export fn rle_release(ptr: ?[*]u8, len: usize) void {
    const p = ptr orelse return;
    gpa.free(p[0..len]);
}
