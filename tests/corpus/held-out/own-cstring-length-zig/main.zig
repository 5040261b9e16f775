const std = @import("std");
extern fn path_join(n: u32) ?[*:0]u8;
extern fn path_free(p: ?[*:0]u8) void;

pub fn main() void {
    const path = path_join(3) orelse return;
    defer path_free(path);
    const text = std.mem.span(path);
    if (std.mem.lastIndexOfScalar(u8, text, '/')) |slash| {
        path[slash] = 0;
    }
    std.debug.print("{s}\n", .{path});
}
