const std = @import("std");

const Sink = extern struct {
    user: ?*const anyopaque,
    write: *const fn (user: ?*const anyopaque, level: u8, text: [*]const u8, len: usize) callconv(.c) void,
};

extern fn log_register(sink: ?*const Sink) bool;

var lines: std.atomic.Value(u32) = .init(0);

const sink: Sink = .{ .user = null, .write = &write };

fn write(_: ?*const anyopaque, level: u8, text: [*]const u8, len: usize) callconv(.c) void {
    const n = lines.fetchAdd(1, .monotonic);
    std.debug.print("[{d}] {d} {s}\n", .{ n, level, text[0..len] });
}

pub fn install() bool {
    return log_register(&sink);
}

pub fn count() u32 {
    return lines.load(.monotonic);
}
