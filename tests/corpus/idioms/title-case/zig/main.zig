const std = @import("std");
const Str = extern struct {
    ptr: [*]const u8,
    len: usize,
    fn of(s: []const u8) Str {
        return .{ .ptr = s.ptr, .len = s.len };
    }
};
extern fn title_words(text: Str) usize;
pub fn main() !void {
    var buf: [100]u8 = undefined;
    const n = try std.posix.read(0, &buf);
    std.debug.print("{d}\n", .{title_words(.of(buf[0..n]))});
}
