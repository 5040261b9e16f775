const std = @import("std");

pub const Log = opaque {
    extern fn log_new() ?*Log;
    extern fn log_free(log: ?*Log) void;
    extern fn log_write(log: ?*Log, bytes: [*]const u8, len: usize) c_int;
    extern fn log_line(log: ?*const Log, index: usize, columns: usize, out: [*]u8, cap: usize) isize;
    extern fn log_count(log: ?*const Log, needle: [*:0]const u8) isize;

    pub fn init() error{OutOfMemory}!*Log {
        return log_new() orelse error.OutOfMemory;
    }

    pub const deinit = log_free;

    pub fn write(self: *Log, bytes: []const u8) error{Refused}!void {
        if (log_write(self, bytes.ptr, bytes.len) != 0) return error.Refused;
    }

    pub fn count(self: *const Log, needle: [:0]const u8) usize {
        return std.math.cast(usize, log_count(self, needle.ptr)) orelse 0;
    }

    /// Line `index` in `buf`, with a terminator behind it; null behind the last line.
    pub fn line(self: *const Log, index: usize, columns: usize, buf: []u8) ?[:0]u8 {
        const n = log_line(self, index, columns, buf.ptr, buf.len);
        const len = std.math.cast(usize, n) orelse return null;
        return buf[0..len :0];
    }
};
