const std = @import("std");

const Status = enum(c_int) { ok = 0, eof = -1, bad_mode = -2, truncated = -3, _ };
const Mode = enum(c_int) { raw, delta, zigzag };

extern fn codec_decode(mode: c_int, src: [*]const u8, src_len: usize, out: [*]i64, out_len: *usize) Status;

fn decode(mode: Mode, src: []const u8, buf: []i64) ![]i64 {
    var n = buf.len;
    switch (codec_decode(@intFromEnum(mode), src.ptr, src.len, buf.ptr, &n)) {
        .ok => return buf[0..n],
        .eof => return error.EndOfStream,
        .bad_mode => return error.BadMode,
        .truncated => return error.Truncated,
        _ => return error.Unknown,
    }
}

pub fn main() !void {
    var buf: [16]i64 = undefined;
    const bytes = [_]u8{ 0x02, 0x05, 0x80, 0x01 };
    inline for (comptime std.enums.values(Mode)) |m| {
        const got = try decode(m, &bytes, &buf);
        std.debug.print("{t}: {any}\n", .{ m, got });
    }
    var n: usize = buf.len;
    const st = codec_decode(77, &bytes, bytes.len, &buf, &n);
    std.debug.print("{d}\n", .{@intFromEnum(st)});
}
