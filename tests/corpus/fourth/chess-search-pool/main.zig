const std = @import("std");

const Search = opaque {
    extern fn search_start(threads: u32, depth: u32) ?*Search;
    extern fn search_nodes(s: ?*const Search) u64;
    extern fn search_done(s: ?*const Search) bool;
    extern fn search_free(s: ?*Search) void;
};

const Monitor = struct {
    search: *const Search,
    peak: std.atomic.Value(u64) = .init(0),

    fn run(self: *Monitor) void {
        while (!Search.search_done(self.search)) {
            self.peak.store(Search.search_nodes(self.search), .monotonic);
            std.atomic.spinLoopHint();
        }
    }
};

pub fn main() !void {
    const s = Search.search_start(2, 5) orelse return error.OutOfMemory;
    defer Search.search_free(s);
    var monitor: Monitor = .{ .search = s };
    const t = try std.Thread.spawn(.{}, Monitor.run, .{&monitor});
    t.join();
    std.debug.print("{d} nodes\n", .{Search.search_nodes(s)});
}
