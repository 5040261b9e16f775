const std = @import("std");

pub const Config = opaque {
    extern fn cfg_new() *Config;
    extern fn cfg_free(cfg: ?*Config) void;
    extern fn cfg_load(cfg: *Config, source: [*]const u8, len: usize) c_int;
    extern fn cfg_int(cfg: *const Config, key: [*]const u8, len: usize, out: *i64) c_int;
    extern fn cfg_error() ?[*:0]const u8;

    pub const init = cfg_new;
    pub const deinit = cfg_free;

    pub const Report = struct {
        buf: [120]u8 = undefined,
        len: usize = 0,

        fn take(self: *Report) void {
            const text = if (cfg_error()) |p| std.mem.span(p) else "unknown";
            self.len = @min(text.len, self.buf.len);
            @memcpy(self.buf[0..self.len], text[0..self.len]);
        }

        pub fn slice(self: *const Report) []const u8 {
            return self.buf[0..self.len];
        }
    };

    pub fn load(self: *Config, source: []const u8, report: *Report) error{Config}!void {
        if (cfg_load(self, source.ptr, source.len) == 0) return;
        report.take();
        return error.Config;
    }

    pub fn int(self: *const Config, comptime T: type, key: []const u8, report: *Report) error{ Config, Range }!T {
        var n: i64 = 0;
        if (cfg_int(self, key.ptr, key.len, &n) != 0) {
            report.take();
            return error.Config;
        }
        return std.math.cast(T, n) orelse error.Range;
    }
};
