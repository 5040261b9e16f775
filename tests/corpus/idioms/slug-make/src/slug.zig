const std = @import("std");
const gpa = std.heap.c_allocator;
fn slugify(a: std.mem.Allocator, title: []const u8) ![:0]u8 {
    var out: std.ArrayList(u8) = .empty;
    errdefer out.deinit(a);
    for (title) |c| switch (c) {
        'a'...'z', '0'...'9' => try out.append(a, c),
        'A'...'Z' => try out.append(a, c + 32),
        ' ', '-' => try out.append(a, '-'),
        else => {},
    };
    return out.toOwnedSliceSentinel(a, 0);
}
export fn slug_make(title: [*:0]const u8) ?[*:0]u8 {
    const s = slugify(gpa, std.mem.span(title)) catch return null;
    return s.ptr;
}
export fn slug_valid(slug: [*:0]const u8) bool {
    for (std.mem.span(slug)) |c| if (!std.ascii.isAlphanumeric(c) and c != '-') return false;
    return true;
}
