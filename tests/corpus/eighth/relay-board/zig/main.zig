const std = @import("std");
const Board = @import("board.zig").Board;

const Usage = struct {
    label: []const u8,
    switched: [64]u32 = @splat(0),

    fn onChange(user: ?*anyopaque, relay: u8, on: u8) callconv(.c) void {
        const usage: *Usage = @ptrCast(@alignCast(user.?));
        if (relay < usage.switched.len) usage.switched[relay] +|= 1;
        std.debug.print("{s}: relay {d} {s}\n", .{ usage.label, relay, if (on != 0) "on" else "off" });
    }
};

fn watch(board: *Board, label: []const u8) !void {
    var usage: Usage = .{ .label = label };
    try board.subscribe(Usage.onChange, &usage);
}

pub fn main() !void {
    const board = try Board.init();
    defer board.deinit();

    try watch(board, "hall");
    try watch(board, "cellar");

    _ = board.set(3, true);
    _ = board.set(7, true);
    _ = board.set(3, false);
}
