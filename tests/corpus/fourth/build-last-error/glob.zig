const std = @import("std");

extern fn bt_glob_match(pattern: [*]const u8, pattern_len: usize, path: [*]const u8, path_len: usize) c_int;
extern fn bt_last_error() ?[*:0]const u8;

pub const Diagnostics = struct {
    buf: [128]u8 = undefined,
    len: usize = 0,

    fn take(self: *Diagnostics) void {
        const text = std.mem.span(bt_last_error() orelse "unknown");
        self.len = @min(text.len, self.buf.len);
        @memcpy(self.buf[0..self.len], text[0..self.len]);
    }
    pub fn message(self: *const Diagnostics) []const u8 {
        return self.buf[0..self.len];
    }
};

pub fn match(pattern: []const u8, path: []const u8, diag: *Diagnostics) error{BadPattern}!bool {
    const rc = bt_glob_match(pattern.ptr, pattern.len, path.ptr, path.len);
    if (rc < 0) {
        diag.take();
        return error.BadPattern;
    }
    return rc == 1;
}

pub fn main() void {
    var diag: Diagnostics = .{};
    for ([_][]const u8{ "src/*.zig", "[a-z].rs" }) |p| {
        const ok = match(p, "src/main.zig", &diag) catch {
            std.debug.print("{s}: {s}\n", .{ p, diag.message() });
            continue;
        };
        std.debug.print("{s}: {}\n", .{ p, ok });
    }
}
