const std = @import("std");
const Sink = opaque {};
extern fn sink_open(label: [*:0]const u8) ?*Sink;
extern fn sink_line(s: *Sink) usize;
extern fn sink_close(s: ?*Sink) void;
const Log = struct {
    sink: *Sink,
    fn init(gpa: std.mem.Allocator, n: u32) !Log {
        const label = try std.fmt.allocPrintSentinel(gpa, "log {d}", .{n}, 0);
        defer gpa.free(label);
        return .{ .sink = sink_open(label) orelse return error.NoSink };
    }
};
pub fn main() !void {
    const log = try Log.init(std.heap.c_allocator, 3);
    defer sink_close(log.sink);
    std.debug.print("{d}\n", .{sink_line(log.sink)});
}
