const std = @import("std");
const Session = @import("http.zig").Session;

pub fn main() !void {
    var session: Session = .{ .gpa = std.heap.c_allocator };
    if (!session.open()) return;
    defer session.close();
    try session.get(1, "https://example.org/");
    try session.get(2, "http://example.org/");
    session.run();
    std.debug.print("{d} redirected\n", .{session.failed});
}
