const std = @import("std");

const Hooks = extern struct {
    backend: *anyopaque,
    put: *const fn (hooks: *Hooks, key: u64, data: [*]const u8, len: usize) callconv(.c) void,
    chunk_size: u32,
};

const Rolling = struct {
    sum: u32 = 0,

    fn feed(self: *Rolling, b: u8) u32 {
        self.sum = std.math.rotl(u32, self.sum, 5) +% b;
        return self.sum;
    }
};

fn boundary(data: []const u8, limit: usize) usize {
    var hash: Rolling = .{};
    const n = @min(data.len, limit);
    for (data[0..n], 1..) |b, end| {
        if (hash.feed(b) & 0xfff == 0xfff and end >= limit / 4) return end;
    }
    return n;
}

/// Cuts the data where its content says so and stores each chunk under its hash; gives their number.
export fn chunker_run(hooks: *Hooks, data: [*]const u8, len: usize) u32 {
    var rest = data[0..len];
    var count: u32 = 0;
    while (rest.len > 0) : (count += 1) {
        const n = boundary(rest, @max(hooks.chunk_size, 64));
        const chunk = rest[0..n];
        hooks.put(hooks, std.hash.Wyhash.hash(0, chunk), chunk.ptr, chunk.len);
        rest = rest[n..];
    }
    return count;
}
