const std = @import("std");

/// `count` values of type double follow; gives their number.
export fn brew_log(tag: [*:0]const u8, count: c_uint, ...) callconv(.c) c_uint {
    var args = @cVaStart();
    defer @cVaEnd(&args);

    std.debug.print("{s}", .{tag});
    for (0..count) |_| std.debug.print(" {d:.3}", .{@cVaArg(&args, f64)});
    std.debug.print("\n", .{});
    return count;
}
