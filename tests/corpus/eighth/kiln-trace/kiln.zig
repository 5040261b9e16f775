const std = @import("std");

var lines = std.atomic.Value(c_uint).init(0);

/// Writes a line of `count` values, each an f64.
export fn kiln_trace(tag: [*:0]const u8, count: c_uint, ...) callconv(.c) void {
    var args = @cVaStart();
    defer @cVaEnd(&args);

    std.debug.print("{s}:", .{tag});
    for (0..count) |_| {
        const value = @cVaArg(&args, f64);
        std.debug.print(" {d:.2}", .{value});
    }
    std.debug.print("\n", .{});
    _ = lines.fetchAdd(1, .monotonic);
}

export fn kiln_lines() c_uint {
    return lines.load(.monotonic);
}
