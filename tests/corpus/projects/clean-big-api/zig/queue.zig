const std = @import("std");
const c = @import("c.zig");
pub const Queue = struct {
    raw: *c.Queue,
    pub fn init(limit: usize) !Queue { return .{ .raw = c.queue_new(limit) orelse return error.OutOfMemory }; }
    pub fn deinit(self: *Queue) void { c.queue_free(self.raw); self.* = undefined; }
    pub fn push(self: Queue, bytes: []const u8) !void {
        switch (c.queue_push(self.raw, bytes.ptr, bytes.len)) {
            .ok => {},
            .full => return error.Full,
            .closed, .panicked, .null_ => return error.Closed,
        }
    }
    pub fn pop(self: Queue, allocator: std.mem.Allocator) !?[]u8 {
        const bytes = c.queue_pop(self.raw);
        const data = bytes.data orelse return null;
        defer c.queue_bytes_free(bytes);
        return try allocator.dupe(u8, data[0..bytes.len]);
    }
};
fn producer(q: Queue) void { q.push("x") catch {}; }
test "both sides" {
    var q = try Queue.init(2);
    defer q.deinit();
    const t = try std.Thread.spawn(.{}, producer, .{q});
    t.join();
}
