const std = @import("std");

const Label = extern struct {
    ptr: ?[*]const u8,
    len: usize,

    const none: Label = .{ .ptr = null, .len = 0 };

    fn of(text: []const u8) Label {
        return .{ .ptr = text.ptr, .len = text.len };
    }
};

const units = [_][]const u8{ "KiB", "MiB", "GiB", "TiB", "PiB", "EiB" };

export fn unit_label(bytes: u64) Label {
    if (bytes == 0) return .of("empty");
    if (bytes < 1024) return .of("under 1 KiB");
    var value = bytes >> 10;
    var i: usize = 0;
    while (value >= 1024 and i + 1 < units.len) : (i += 1) value >>= 10;
    var buf: [24]u8 = undefined;
    const text = std.fmt.bufPrint(&buf, "{d} {s}", .{ value, units[i] }) catch return .none;
    return .of(text);
}
