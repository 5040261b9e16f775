const std = @import("std");

export fn host_name(len: *usize) ?[*]const u8 {
    var buffer: [64]u8 = undefined;
    const text = std.fmt.bufPrint(&buffer, "node-{d}", .{7}) catch return null;
    len.* = text.len;
    return text.ptr;
}
