const std = @import("std");
const Span = extern struct { ptr: [*]const u8, len: usize };

export fn describe_zone(id: u32, out: *Span) void {
    var buf: [32]u8 = undefined;
    const text = std.fmt.bufPrint(&buf, "zone {d}", .{id}) catch return;
    out.* = .{ .ptr = text.ptr, .len = text.len };
}
