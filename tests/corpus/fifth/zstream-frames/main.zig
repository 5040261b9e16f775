const std = @import("std");
const gpa = std.heap.smp_allocator;

const RawFrame = extern struct { ptr: ?[*]u8, len: usize };

const Error = error{ OutOfMemory, Corrupt };

fn pack(list: *std.ArrayList(u8), src: []const u8) Error!void {
    var i: usize = 0;
    while (i < src.len) {
        var n: usize = 1;
        while (n < 255 and i + n < src.len and src[i + n] == src[i]) n += 1;
        try list.appendSlice(gpa, &.{ @intCast(n), src[i] });
        i += n;
    }
}

fn unpack(list: *std.ArrayList(u8), src: []const u8) Error!void {
    if (src.len % 2 != 0) return error.Corrupt;
    var i: usize = 0;
    while (i < src.len) : (i += 2) {
        if (src[i] == 0) return error.Corrupt;
        try list.appendNTimes(gpa, src[i + 1], src[i]);
    }
}

fn run(comptime f: fn (*std.ArrayList(u8), []const u8) Error!void, src: []const u8) Error!RawFrame {
    var list: std.ArrayList(u8) = .empty;
    errdefer list.deinit(gpa);
    try f(&list, src);
    const owned = try list.toOwnedSlice(gpa);
    return .{ .ptr = owned.ptr, .len = owned.len };
}

fn finish(r: Error!RawFrame, out: *RawFrame) i32 {
    out.* = r catch |e| return switch (e) {
        error.OutOfMemory => -1,
        error.Corrupt => -2,
    };
    return 0;
}

export fn zs_compress(src: ?[*]const u8, len: usize, out: ?*RawFrame) i32 {
    const s = src orelse return -2;
    return finish(run(pack, s[0..len]), out orelse return -2);
}

export fn zs_expand(src: ?[*]const u8, len: usize, out: ?*RawFrame) i32 {
    const s = src orelse return -2;
    return finish(run(unpack, s[0..len]), out orelse return -2);
}

export fn zs_frame_free(f: RawFrame) void {
    const p = f.ptr orelse return;
    gpa.free(p[0..f.len]);
}
