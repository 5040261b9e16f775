const std = @import("std");

const Job = extern struct {
    data: [*]const u8,
    len: usize,
    sum: u64,

    fn run(self: *Job) void {
        var h: u64 = 0xcbf29ce484222325;
        for (self.data[0..self.len]) |b| h = (h ^ b) *% 0x100000001b3;
        self.sum = h;
    }
};

const Done = *const fn (user: ?*const anyopaque) callconv(.c) void;

const Pool = struct {
    jobs: []Job,
    next: std.atomic.Value(usize) = .init(0),
    done: Done,
    user: ?*const anyopaque,

    fn work(self: *Pool) void {
        while (true) {
            const i = self.next.fetchAdd(1, .monotonic);
            if (i >= self.jobs.len) return;
            self.jobs[i].run();
            self.done(self.user);
        }
    }
};

export fn sum_archives(jobs: [*]Job, n: usize, done: Done, user: ?*const anyopaque) void {
    var pool: Pool = .{ .jobs = jobs[0..n], .done = done, .user = user };
    var threads: [3]?std.Thread = @splat(null);
    for (&threads) |*t| t.* = std.Thread.spawn(.{}, Pool.work, .{&pool}) catch null;
    pool.work();
    for (threads) |t| if (t) |th| th.join();
}
