const std = @import("std");
export fn word_hash(word: [*:0]const u8) u32 {
    return @truncate(std.hash.Wyhash.hash(0, std.mem.span(word)));
}
