const std = @import("std");

/// Holds what the terminal sent, byte for byte.
pub const Clip = struct {
    bytes: [256]u8 = undefined,
    len: usize = 0,

    const preview_len = 12;

    pub fn set(c: *Clip, raw: []const u8) void {
        c.len = @min(raw.len, c.bytes.len);
        @memcpy(c.bytes[0..c.len], raw[0..c.len]);
    }

    pub fn preview(c: *const Clip) []const u8 {
        return c.bytes[0..@min(c.len, preview_len)];
    }
};
