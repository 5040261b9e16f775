const std = @import("std");

var events: std.atomic.Value(u32) = .init(0);

export fn trace_event(message: [*:0]const u8, value: c_int) c_int {
    const n = events.fetchAdd(1, .monotonic);
    std.debug.print("{d}: {s} {d}\n", .{ n, std.mem.span(message), value });
    return 0;
}
