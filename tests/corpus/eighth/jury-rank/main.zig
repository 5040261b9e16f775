const std = @import("std");

const Entry = extern struct { act: u32, score: f64 };
extern fn jury_rank(entries: [*]Entry, len: usize) f64;

fn average(votes: []const u8) f64 {
    var sum: f64 = 0;
    for (votes) |v| sum += @floatFromInt(v);
    return sum / @as(f64, @floatFromInt(votes.len));
}

pub fn main() void {
    const ballots = [_][]const u8{ &.{ 8, 9, 7 }, &.{ 10, 6 }, &.{}, &.{ 5, 5, 9 } };
    var entries: [ballots.len]Entry = undefined;
    for (&entries, ballots, 1..) |*e, votes, act| {
        e.* = .{ .act = @intCast(act), .score = average(votes) };
    }
    const middle = jury_rank(&entries, entries.len);
    for (entries) |e| std.debug.print("{d}: {d:.2}\n", .{ e.act, e.score });
    std.debug.print("middle: {d:.2}\n", .{middle});
}
