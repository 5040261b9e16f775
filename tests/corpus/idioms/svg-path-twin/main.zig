const std = @import("std");
extern fn svg_path(n: u32) ?[*:0]u8;
extern fn svg_path_free(d: ?[*:0]u8) void;
const Shape = struct {
    d: [:0]const u8,
    fn make(n: u32) ?Shape {
        const d = svg_path(n) orelse return null;
        return .{ .d = std.mem.span(d) };
    }
};
pub fn main() !void {
    var shapes: std.ArrayList(Shape) = .empty;
    const gpa = std.heap.c_allocator;
    defer {
        for (shapes.items) |s| svg_path_free(@constCast(s.d.ptr));
        shapes.deinit(gpa);
    }
    for (1..4) |n| try shapes.append(gpa, Shape.make(@intCast(n)) orelse continue);
    std.debug.print("{d}\n", .{shapes.items.len});
}
