const std = @import("std");

extern fn slug_make(title: [*]const u8, len: usize, out_len: *usize) ?[*]u8;
extern fn slug_free(slug: ?[*]u8, len: usize) void;

const Slug = struct {
    text: []u8,

    fn of(title: []const u8) error{Refused}!Slug {
        var len: usize = 0;
        const ptr = slug_make(title.ptr, title.len, &len) orelse return error.Refused;
        return .{ .text = ptr[0..len] };
    }

    fn deinit(slug: Slug) void {
        std.heap.c_allocator.free(slug.text);
    }
};

pub fn main() !void {
    for ([_][]const u8{ "Hello, World", "Zig 0.17 is out!", "a--b" }) |title| {
        const slug = try Slug.of(title);
        defer slug.deinit();
        std.debug.print("{s}\n", .{slug.text});
    }
}
