const std = @import("std");
const codec = @import("codec.zig");

pub fn text(buf: []u8) []const u8 {
    const label = std.mem.span(codec.codec_label());
    const version = codec.Version.codec_version();
    const note = if (version.atLeast(2, 10)) "" else " (old)";
    return std.fmt.bufPrint(buf, "{s}{s}", .{ label, note }) catch "";
}
