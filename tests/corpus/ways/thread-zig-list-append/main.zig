const std = @import("std");

const OnLine = *const fn ([*]const u8, usize, ?*anyopaque) callconv(.c) void;
extern fn tail_lines(on_line: OnLine, user: ?*anyopaque) void;

const Sink = struct {
    gpa: std.mem.Allocator,
    lines: std.ArrayList(u64),
};

fn onLine(data: [*]const u8, len: usize, user: ?*anyopaque) callconv(.c) void {
    const sink: *Sink = @ptrCast(@alignCast(user orelse return));
    const number = std.fmt.parseInt(u64, data[0..len], 10) catch return;
    sink.lines.append(sink.gpa, number) catch return;
}

pub fn main() void {
    var sink: Sink = .{ .gpa = std.heap.page_allocator, .lines = .empty };
    tail_lines(onLine, &sink);
    var i: usize = 0;
    while (i < 1000) : (i += 1) {
        std.debug.print("{d}\n", .{sink.lines.items.len});
    }
}
