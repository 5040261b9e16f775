const std = @import("std");

const Position = opaque {
    extern fn pos_new(own: u64, other: u64) ?*Position;
    extern fn pos_knight_moves(p: ?*const Position, square: u32) u64;
    extern fn pos_is_capture(p: ?*const Position, square: u32) bool;
    extern fn pos_free(p: ?*Position) void;
};

fn parseSquare(s: []const u8) ?u32 {
    if (s.len != 2) return null;
    return (@as(u32, s[1]) -% '1') *% 8 +% (@as(u32, s[0]) -% 'a');
}

pub fn main() !void {
    const p = Position.pos_new(0xffff, 0xffff_0000_0000_0000) orelse return error.OutOfMemory;
    defer Position.pos_free(p);
    for ([_][]const u8{ "b1", "e5", "z9" }) |name| {
        const sq = parseSquare(name) orelse continue;
        const moves = Position.pos_knight_moves(p, sq);
        std.debug.print("{s}: {d} moves\n", .{ name, @popCount(moves) });
    }
}
