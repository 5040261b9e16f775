const std = @import("std");
export fn hub_log(level: c_int, message: [*:0]const u8) c_int {
    std.log.info("{d} {s}", .{ level, std.mem.span(message) });
    return 0;
}
