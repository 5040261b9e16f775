const std = @import("std");

export fn greeting_make(n: u32) ?[*:0]u8 {
    const text = std.fmt.allocPrintSentinel(std.heap.c_allocator, "hi {d}", .{n}, 0) catch return null;
    return text.ptr;
}

export fn greeting_free(p: ?[*:0]u8) void {
    if (p) |text| std.heap.c_allocator.free(std.mem.span(text));
}
