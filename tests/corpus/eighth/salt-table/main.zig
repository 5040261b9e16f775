const std = @import("std");

extern fn salt_crc(data: [*]const u8, len: usize) u32;
extern fn salt_bytes() u64;

const blocks = [_][]const u8{ "123456789", "sea salt", "rock salt", "" };

fn sum(block: []const u8, out: *u32) void {
    out.* = salt_crc(block.ptr, block.len);
}

pub fn main() !void {
    var sums: [blocks.len]u32 = @splat(0);
    var threads: [blocks.len]std.Thread = undefined;
    var started: usize = 0;
    {
        defer for (threads[0..started]) |t| t.join();
        for (blocks, &sums) |block, *out| {
            threads[started] = try std.Thread.spawn(.{}, sum, .{ block, out });
            started += 1;
        }
    }
    for (blocks, sums) |block, s| std.debug.print("{x:0>8} {s}\n", .{ s, block });
    std.debug.print("{d} bytes\n", .{salt_bytes()});
}
