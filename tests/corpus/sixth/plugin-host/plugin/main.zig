const std = @import("std");
const h = @import("host.zig");

const WordCount = struct {
    delta: i64 = 0,
    closed: bool = false,

    pub fn open(self: *WordCount, path: [*:0]const u8) bool {
        self.delta = 0;
        return std.mem.span(path).len > 0;
    }

    pub fn edit(self: *WordCount, e: h.Edit) bool {
        self.delta += @as(i64, e.inserted) - @as(i64, e.removed);
        return true;
    }

    pub fn close(self: *WordCount) void {
        self.closed = true;
    }
};

pub fn main() !void {
    var counter: WordCount = .{};
    {
        const host = h.host_new() orelse return error.OutOfMemory;
        defer h.host_free(host);
        if (!h.host_register(host, &h.tableFor(WordCount, &counter))) return error.Register;
        _ = h.host_open(host, "notes.md");
        const n = h.host_edit(host, .{ .at = 12, .removed = 3, .inserted = 40 });
        std.debug.print("{d} plugin saw the edit, delta {d}\n", .{ n, counter.delta });
    }
    std.debug.print("closed {}\n", .{counter.closed});
}
