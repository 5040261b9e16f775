const std = @import("std");
const Drafts = opaque {};
extern fn drafts_new() *Drafts;
extern fn drafts_free(d: ?*Drafts) void;
extern fn drafts_put(d: *Drafts, id: u32, text: [*]u8, len: usize) bool;
extern fn drafts_bytes(d: *const Drafts) usize;
pub fn main() !void {
    const gpa = std.heap.c_allocator;
    const d = drafts_new();
    defer drafts_free(d);
    const text = try std.fmt.allocPrint(gpa, "draft {d}", .{7});
    defer gpa.free(text);
    if (!drafts_put(d, 7, text.ptr, text.len)) return error.NotKept;
    std.debug.print("{d}\n", .{drafts_bytes(d)});
}
