const std = @import("std");

pub const Code = enum(u16) { refused = 1, reset, timeout, tls = 100, _ };

fn name(code: Code) []const u8 {
    return switch (code) {
        .refused => "connection refused",
        .reset => "connection reset",
        .timeout => "timed out",
        .tls => "handshake failed",
        _ => "unknown",
    };
}

/// Text for the log; Rust copies it.
export fn net_error_text(code: u16, attempt: u32) [*:0]const u8 {
    if (code == 0) return "ok";
    var scratch: [64]u8 = undefined;
    const text = std.fmt.bufPrintSentinel(&scratch, "{s} (attempt {d})", .{
        name(@enumFromInt(code)),
        attempt,
    }, 0) catch return "error";
    return text.ptr;
}
