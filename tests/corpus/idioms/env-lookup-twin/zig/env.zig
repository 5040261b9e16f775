const std = @import("std");
const c = std.c;
export fn env_len(name: [*:0]const u8) usize {
    const v = c.getenv(name) orelse return 0;
    return std.mem.len(v);
}
