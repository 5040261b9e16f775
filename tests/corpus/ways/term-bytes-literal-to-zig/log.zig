const std = @import("std");

var last_len: usize = 0;

export fn log_tag(tag: [*:0]const u8) c_int {
    last_len = std.mem.len(tag);
    return if (last_len == 0) 1 else 0;
}
