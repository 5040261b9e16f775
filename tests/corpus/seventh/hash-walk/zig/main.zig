const std = @import("std");

const Block = extern struct { data: ?[*]const u8, len: usize };
const HashedFn = *const fn (user: ?*anyopaque, block: usize, hash: u64) callconv(.c) void;

extern fn walk_blocks(blocks: [*]const Block, count: usize, hashed: ?HashedFn, user: ?*anyopaque) bool;

const Digest = struct {
    mixed: std.atomic.Value(u64) = .init(0),
    blocks: std.atomic.Value(u32) = .init(0),

    fn hashed(user: ?*anyopaque, block: usize, hash: u64) callconv(.c) void {
        const d: *Digest = @ptrCast(@alignCast(user orelse return));
        _ = d.mixed.fetchXor(hash +% block, .monotonic);
        _ = d.blocks.fetchAdd(1, .monotonic);
    }
};

fn split(text: []const u8, out: []Block) []Block {
    var n: usize = 0;
    var rest = text;
    while (rest.len > 0 and n < out.len) : (n += 1) {
        const len = @min(rest.len, 16);
        out[n] = .{ .data = rest.ptr, .len = len };
        rest = rest[len..];
    }
    return out[0..n];
}

pub fn main() void {
    var buf: [32]Block = undefined;
    const blocks = split("a longer text, of which every sixteen bytes are hashed by themselves", &buf);
    var digest: Digest = .{};
    if (!walk_blocks(blocks.ptr, blocks.len, &Digest.hashed, &digest)) return;
    std.debug.print("{d} blocks, {x}\n", .{ digest.blocks.load(.monotonic), digest.mixed.load(.monotonic) });
}
