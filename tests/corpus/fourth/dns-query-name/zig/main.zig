const std = @import("std");
const res = @import("resolver.zig");

fn findShard(r: *res.Resolver, shard: u32) ?u32 {
    var buf: [64]u8 = undefined;
    const host = std.fmt.bufPrint(&buf, "shard-{d}.cluster.local", .{shard}) catch return null;
    return r.lookup(@ptrCast(host.ptr));
}

pub fn main() !void {
    const r = res.resolver_new(128) orelse return error.OutOfMemory;
    defer r.deinit();
    _ = res.resolver_insert(r, "shard-1.cluster.local", 0x0a000001);
    var i: u32 = 0;
    while (i < 3) : (i += 1) {
        if (findShard(r, i)) |a| std.debug.print("shard {d}: {x}\n", .{ i, a });
    }
}
