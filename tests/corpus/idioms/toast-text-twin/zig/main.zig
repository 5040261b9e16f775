const std = @import("std");
const Toast = @import("toast.zig").Toast;
pub fn main() !void {
    var t = try Toast.init(std.heap.c_allocator, "saved");
    defer t.deinit();
    std.debug.print("{s}\n", .{t.text});
}
