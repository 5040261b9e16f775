const std = @import("std");

extern fn slug_of(title: [*]const u8, len: usize) ?[*:0]u8;

pub const Page = struct {
    title: []const u8,
    slug: [:0]u8,

    pub fn init(title: []const u8) error{OutOfMemory}!Page {
        const raw = slug_of(title.ptr, title.len) orelse return error.OutOfMemory;
        return .{ .title = title, .slug = std.mem.span(raw) };
    }

    pub fn deinit(page: *Page) void {
        std.c.free(page.slug.ptr);
        page.* = undefined;
    }
};
