const std = @import("std");
export fn topic_hash(topic: [*:0]const u8) u64 {
    return std.hash.Wyhash.hash(0, std.mem.span(topic));
}
