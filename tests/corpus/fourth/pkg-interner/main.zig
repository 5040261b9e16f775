const std = @import("std");
const Interner = @import("interner.zig").Interner;

const deps = [_][:0]const u8{ "zlib", "openssl", "zlib", "curl" };

pub fn main() !void {
    const names = try Interner.init();
    defer names.deinit();
    const first = names.id(deps[0]) orelse return error.Full;
    const kept = names.nameOf(first) orelse return error.Unknown;
    var highest: u32 = 0;
    for (deps) |d| highest = @max(highest, names.id(d) orelse 0);
    std.debug.print("{d} names, first {s}\n", .{ highest + 1, kept });
}
