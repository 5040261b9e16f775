const std = @import("std");

pub const Side = enum(u8) { buy = 0, sell = 1, _ };

pub const Trade = extern struct {
    side: Side,
    stamp_ns: u64,
    price: i64,
    lots: u32,
};

const Handle = opaque {};
extern fn archive_new() *Handle;
extern fn archive_free(archive: ?*Handle) void;
extern fn archive_feed(archive: *Handle, bytes: ?[*]const u8, len: usize) void;
extern fn archive_next(archive: *Handle, out: *Trade) bool;

pub const Archive = struct {
    handle: *Handle,

    pub fn init() Archive {
        return .{ .handle = archive_new() };
    }

    pub fn deinit(self: Archive) void {
        archive_free(self.handle);
    }

    pub fn feed(self: Archive, bytes: []const u8) void {
        archive_feed(self.handle, bytes.ptr, bytes.len);
    }

    pub fn next(self: Archive) ?Trade {
        var t: Trade = undefined;
        return if (archive_next(self.handle, &t)) t else null;
    }
};
