const std = @import("std");

/// Where the memory comes from; it belongs to the caller of the library.
const Host = extern struct {
    user: ?*anyopaque,
    alloc: *const fn (user: ?*anyopaque, size: usize) callconv(.c) ?[*]align(16) u8,
    free: *const fn (user: ?*anyopaque, ptr: ?[*]align(16) u8) callconv(.c) void,
};

const Image = extern struct {
    width: u32,
    height: u32,
    pixels: ?[*]align(16) u8,
    len: usize,
};

const Status = enum(c_int) { ok = 0, truncated = 1, unknown = 2, memory = 3, too_big = 4 };

const Reader = struct {
    bytes: []const u8,
    at: usize = 0,

    fn take(self: *Reader, n: usize) error{Truncated}![]const u8 {
        if (self.bytes.len - self.at < n) return error.Truncated;
        defer self.at += n;
        return self.bytes[self.at..][0..n];
    }

    fn int(self: *Reader, comptime T: type) error{Truncated}!T {
        return std.mem.readInt(T, (try self.take(@sizeOf(T)))[0..@sizeOf(T)], .big);
    }
};

fn decode(host: *const Host, bytes: []const u8, out: *Image) !void {
    var r: Reader = .{ .bytes = bytes };
    if (!std.mem.eql(u8, try r.take(4), "RLE1")) return error.Unknown;
    const width = try r.int(u16);
    const height = try r.int(u16);
    const len = @as(usize, width) * height;
    if (len == 0 or len > 1 << 26) return error.TooBig;
    const pixels = host.alloc(host.user, len) orelse return error.OutOfMemory;
    errdefer host.free(host.user, pixels);
    var done: usize = 0;
    while (done < len) {
        const run = try r.int(u8);
        const value = try r.int(u8);
        const n = @min(@as(usize, run) + 1, len - done);
        @memset(pixels[done..][0..n], value);
        done += n;
    }
    out.* = .{ .width = width, .height = height, .pixels = pixels, .len = len };
}

/// On `ok` the pixels in `out` belong to the caller, who allocated them; otherwise `out` is untouched.
export fn img_decode(host: *const Host, data: [*]const u8, len: usize, out: *Image) Status {
    decode(host, data[0..len], out) catch |err| return switch (err) {
        error.Truncated => .truncated,
        error.Unknown => .unknown,
        error.TooBig => .too_big,
        error.OutOfMemory => .memory,
    };
    return .ok;
}
