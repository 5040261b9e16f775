const std = @import("std");
const upload = @import("upload.zig");

pub fn main() void {
    const text: [1000]u8 = @splat('T');
    const parts = upload.send(&text);
    std.debug.print("{x}\n", .{upload.digest(parts)});
}
