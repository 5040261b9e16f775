const std = @import("std");
const c = struct {
    extern fn cursor_open(n: u64) ?*anyopaque;
    extern fn cursor_close(c: ?*anyopaque) void;
    extern fn cursor_page(c: ?*anyopaque, n: usize) ?*anyopaque;
    extern fn page_close(p: ?*anyopaque) void;
    extern fn page_rows(p: ?*const anyopaque) usize;
};
const Owned = struct {
    raw: *anyopaque,
    close: *const fn (?*anyopaque) callconv(.c) void,
    fn deinit(self: Owned) void {
        self.close(self.raw);
    }
};
pub fn main() !void {
    const cur: Owned = .{ .raw = c.cursor_open(100) orelse return error.Open, .close = &c.cursor_close };
    defer cur.deinit();
    const raw = c.cursor_page(cur.raw, 10) orelse return error.Page;
    const page: Owned = .{ .raw = raw, .close = &c.cursor_close };
    defer page.deinit();
    std.debug.print("{d}\n", .{c.page_rows(page.raw)});
}
