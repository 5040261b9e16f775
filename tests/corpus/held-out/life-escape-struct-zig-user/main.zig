const std = @import("std");
const Logger = opaque {};
extern fn logger_new() ?*Logger;
extern fn logger_set_prefix(l: ?*Logger, prefix: [*:0]const u8) void;
extern fn logger_width(l: ?*const Logger) usize;
extern fn logger_free(l: ?*Logger) void;

fn name(l: ?*Logger, id: u32) void {
    var buf: [24]u8 = undefined;
    const text = std.fmt.bufPrintSentinel(&buf, "unit-{d}: ", .{id}, 0) catch return;
    logger_set_prefix(l, text.ptr);
}

pub fn main() void {
    const l = logger_new();
    defer logger_free(l);
    name(l, 4);
    std.debug.print("{d}\n", .{logger_width(l)});
}
