const std = @import("std");

extern fn hits_record(page: u8) void;
extern fn hits_of(page: u8) u64;

fn serve(first: u8) void {
    for (0..20_000) |i| {
        const page: u8 = @intCast((first + i) % 4);
        hits_record(page);
    }
}

pub fn main() !void {
    var workers: [4]?std.Thread = @splat(null);
    for (&workers, 0..) |*w, i| {
        w.* = std.Thread.spawn(.{}, serve, .{@as(u8, @intCast(i))}) catch null;
    }
    for (workers) |w| if (w) |thread| thread.join();

    for (0..4) |page| std.debug.print("page {d}: {d}\n", .{ page, hits_of(@intCast(page)) });
}
