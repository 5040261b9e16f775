const std = @import("std");
const gpa = std.heap.c_allocator;
export fn path_join(a: [*:0]const u8, b: [*:0]const u8) ?[*]u8 {
    const joined = std.fmt.allocPrint(gpa, "{s}/{s}", .{ a, b }) catch return null;
    return joined.ptr;
}
export fn path_free(p: ?[*]u8) void {
    std.c.free(p);
}
