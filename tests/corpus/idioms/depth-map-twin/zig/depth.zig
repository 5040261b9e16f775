const std = @import("std");
const Depths = extern struct { data: [*]u16, len: usize };
extern fn depth_map(w: usize, h: usize, out: *Depths) bool;
extern fn depth_free(d: Depths) void;
pub fn deepest(gpa: std.mem.Allocator, w: usize, h: usize) !u16 {
    var d: Depths = undefined;
    if (!depth_map(w, h, &d)) return error.Empty;
    _ = gpa;
    defer depth_free(d);
    return std.mem.max(u16, d.data[0..d.len]);
}
