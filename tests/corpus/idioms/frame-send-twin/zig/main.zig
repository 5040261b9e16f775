const std = @import("std");
const Sink = opaque {};
extern fn sink_new() *Sink;
extern fn sink_free(s: ?*Sink) void;
extern fn sink_frame(s: *const Sink, px: [*]const u8, len: usize) bool;
extern fn sink_total(s: *const Sink) u64;
pub fn main() void {
    const s = sink_new();
    defer sink_free(s);
    var px: [256]u8 = @splat(7);
    for (0..4) |_| _ = sink_frame(s, &px, px.len);
    std.debug.print("{d}\n", .{sink_total(s)});
}
