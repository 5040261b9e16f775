const std = @import("std");

fn entity(c: *const u8) []const u8 {
    return switch (c.*) {
        '<' => "&lt;",
        '>' => "&gt;",
        '&' => "&amp;",
        else => c[0..1],
    };
}

/// The result comes from malloc; the caller gives it to free.
export fn snippet_escape(text: [*]const u8, len: usize, out_len: *usize) ?[*]u8 {
    var total: usize = 0;
    for (text[0..len]) |*c| total += entity(c).len;

    const out: [*]u8 = @ptrCast(std.c.malloc(@max(total, 1)) orelse return null);
    var at: usize = 0;
    for (text[0..len]) |*c| {
        const part = entity(c);
        @memcpy(out[at..][0..part.len], part);
        at += part.len;
    }
    out_len.* = total;
    return out;
}
