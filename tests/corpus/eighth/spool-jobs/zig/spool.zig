const std = @import("std");

const gpa = std.heap.smp_allocator;

pub const Job = extern struct {
    data: ?*anyopaque,
    run: *const fn (data: ?*anyopaque) callconv(.c) void,
    drop: *const fn (data: ?*anyopaque) callconv(.c) void,
};

const Spool = struct {
    jobs: []Job,
    len: usize = 0,

    fn shift(self: *Spool) ?Job {
        if (self.len == 0) return null;
        const first = self.jobs[0];
        self.len -= 1;
        std.mem.copyForwards(Job, self.jobs[0..self.len], self.jobs[1..][0..self.len]);
        return first;
    }
};

export fn spool_new(cap: usize) ?*Spool {
    const spool = gpa.create(Spool) catch return null;
    const jobs = gpa.alloc(Job, cap) catch {
        gpa.destroy(spool);
        return null;
    };
    spool.* = .{ .jobs = jobs };
    return spool;
}

export fn spool_free(spool: ?*Spool) void {
    const s = spool orelse return;
    while (s.shift()) |job| job.drop(job.data);
    gpa.free(s.jobs);
    gpa.destroy(s);
}

export fn spool_push(spool: ?*Spool, job: Job) bool {
    if (spool) |s| {
        if (s.len < s.jobs.len) {
            s.jobs[s.len] = job;
            s.len += 1;
            return true;
        }
    }
    job.drop(job.data);
    return false;
}

export fn spool_run(spool: ?*Spool, most: usize) usize {
    const s = spool orelse return 0;
    var n: usize = 0;
    while (n < most) : (n += 1) {
        const job = s.shift() orelse break;
        defer job.drop(job.data);
        job.run(job.data);
    }
    return n;
}
