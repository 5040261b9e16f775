const std = @import("std");
const Lock = @import("lock.zig").Lock;

fn upgrade(lock: Lock, name: []const u8, to: []const u8) void {
    const old = lock.version(name) orelse "(none)";
    if (std.mem.eql(u8, old, to)) return;
    std.debug.print("{s}: {s} -> {s}\n", .{ name, old, to });
    _ = lock.pin(name, to);
}

pub fn main() !void {
    const lock = try Lock.init();
    defer lock.deinit();
    _ = lock.pin("zlib", "1.2.13");
    upgrade(lock, "zlib", "1.3.1");
}
