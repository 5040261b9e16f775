const std = @import("std");
const Cursor = opaque {};
extern fn cursor_new() ?*Cursor;
extern fn cursor_step(c: ?*const Cursor) usize;
extern fn cursor_free(c: ?*Cursor) void;

const Worker = struct {
    cursor: ?*Cursor,

    fn run(self: *Worker) void {
        _ = cursor_step(self.cursor);
    }
};

pub fn main() !void {
    const c = cursor_new();
    defer cursor_free(c);
    var worker: Worker = .{ .cursor = c };
    const thread = try std.Thread.spawn(.{}, Worker.run, .{&worker});
    _ = cursor_step(c);
    thread.join();
}
