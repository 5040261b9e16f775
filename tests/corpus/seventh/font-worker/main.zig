const std = @import("std");

const Shaper = opaque {};

extern fn shaper_new(advance: u32) ?*Shaper;
extern fn shaper_bold(s: ?*Shaper, on: bool) void;
extern fn shaper_width(s: ?*const Shaper, text: [*]const u8, len: usize) u64;
extern fn shaper_free(s: ?*Shaper) void;

const Work = struct {
    lines: []const []const u8,
    total: *std.atomic.Value(u64),

    fn run(w: Work) void {
        const shaper = shaper_new(8) orelse return;
        defer shaper_free(shaper);
        for (w.lines, 0..) |line, i| {
            shaper_bold(shaper, i == 0);
            _ = w.total.fetchAdd(shaper_width(shaper, line.ptr, line.len), .monotonic);
        }
    }
};

const text = [_][]const u8{ "Title", "a line", "Another title", "the second line" };

pub fn main() !void {
    var total: std.atomic.Value(u64) = .init(0);
    const first: Work = .{ .lines = text[0..2], .total = &total };
    const second: Work = .{ .lines = text[2..4], .total = &total };
    {
        const thread = try std.Thread.spawn(.{}, Work.run, .{first});
        defer thread.join();
        second.run();
    }
    std.debug.print("{d} px\n", .{total.load(.monotonic)});
}
