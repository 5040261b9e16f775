const std = @import("std");

const Sheet = extern struct {
    data: ?[*]u8,
    len: usize,
    cap: usize,

    fn text(s: Sheet) []const u8 {
        return if (s.data) |data| data[0..s.len] else "";
    }
};

extern fn proof_render(src: [*]const u8, len: usize, out: *Sheet) bool;
extern fn proof_release(sheet: Sheet) void;

pub fn main() void {
    const src = "The quick\tbrown fox\njumps";
    var sheet: Sheet = undefined;
    if (!proof_render(src, src.len, &sheet)) return;
    defer proof_release(sheet);
    std.debug.print("{s}", .{sheet.text()});
}
