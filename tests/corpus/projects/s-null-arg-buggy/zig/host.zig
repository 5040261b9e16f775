const std = @import("std");
export fn host_log(tag: [*:0]const u8, line: u32) void {
    std.log.info("{s}:{d}", .{ tag, line });
}
