const std = @import("std");
const json = @import("json.zig");

pub fn main() void {
    const gpa = std.heap.c_allocator;
    const text = json.minify(gpa, "{ \"a b\" : [ 1, 2 ] }") orelse return;
    defer text.deinit(gpa);
    std.debug.print("{s}\n", .{text.bytes()});
}
