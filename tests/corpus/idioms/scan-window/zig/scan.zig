const std = @import("std");
const Hit = extern struct { at: usize, text: [*]const u8, len: usize };
const Window = struct {
    buf: [64]u8 = undefined,
    used: usize = 0,
    fn fill(w: *Window, text: []const u8) []u8 {
        w.used = @min(text.len, w.buf.len);
        @memcpy(w.buf[0..w.used], text[0..w.used]);
        return w.buf[0..w.used];
    }
};
export fn scan_find(text: [*]const u8, len: usize, byte: u8, hit: *Hit) bool {
    var w: Window = .{};
    const part = w.fill(text[0..len]);
    const at = std.mem.findScalar(u8, part, byte) orelse return false;
    hit.* = .{ .at = at, .text = part.ptr, .len = part.len };
    return true;
}
