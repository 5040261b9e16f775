const std = @import("std");

const Query = extern struct {
    name: [*]const u8,
    len: usize,
    id: u32,

    fn slice(self: Query) []const u8 {
        return self.name[0..self.len];
    }
};

const AnswerFn = *const fn (user: ?*anyopaque, id: u32, addr: u32) callconv(.c) void;

fn hash(name: []const u8) u32 {
    return std.hash.Fnv1a_32.hash(name);
}

fn work(queries: []const Query, f: AnswerFn, user: ?*anyopaque) void {
    for (queries) |q| {
        const h = hash(q.slice());
        if (h % 5 == 0) continue;
        f(user, q.id, h);
    }
}

export fn prefetch_all(q: ?[*]const Query, n: usize, f: ?AnswerFn, user: ?*anyopaque) void {
    const queries = (q orelse return)[0..n];
    const answer = f orelse return;
    var threads: [4]?std.Thread = @splat(null);
    const share = (n + threads.len - 1) / threads.len;
    for (&threads, 0..) |*t, i| {
        const start = @min(i * share, n);
        const end = @min(start + share, n);
        t.* = std.Thread.spawn(.{}, work, .{ queries[start..end], answer, user }) catch null;
    }
    for (threads) |t| if (t) |th| th.join();
}
