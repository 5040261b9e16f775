const std = @import("std");
const Hasher = @import("hash.zig").Hasher;

pub fn main() void {
    const h = Hasher.init(1);
    defer h.deinit();
    const a = h.once(7, &.{ "the quick brown fox", " jumps" });
    const b = h.once(7, &.{ "the quick brown fox", " jumps" });
    std.debug.print("{x} {} after {d} bytes\n", .{ a, a == b, h.bytes() });
}
