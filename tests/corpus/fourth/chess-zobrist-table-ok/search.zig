const std = @import("std");

extern fn zobrist_hash(squares: [*]const u8) u64;

const Board = [64]u8;

const Job = struct {
    board: Board,
    result: u64 = 0,

    fn run(self: *Job) void {
        self.result = zobrist_hash(&self.board);
    }
};

fn start() Board {
    var b: Board = @splat(0);
    for (8..16) |i| b[i] = 1;
    for (48..56) |i| b[i] = 7;
    b[4] = 6;
    b[60] = 12;
    return b;
}

pub fn main() !void {
    var jobs: [4]Job = undefined;
    var threads: [4]std.Thread = undefined;
    for (&jobs, 0..) |*j, i| {
        j.* = .{ .board = start() };
        j.board[i + 20] = 2;
    }
    for (&jobs, &threads) |*j, *t| t.* = try std.Thread.spawn(.{}, Job.run, .{j});
    for (threads) |t| t.join();
    for (jobs) |j| std.debug.print("{x}\n", .{j.result});
}
