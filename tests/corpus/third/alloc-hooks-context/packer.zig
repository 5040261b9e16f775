const std = @import("std");

const Options = extern struct {
    level: u32,
    user: ?*anyopaque,
    progress: ?*const fn (user: ?*anyopaque, done: u32, total: u32) callconv(.c) bool,
};

extern fn pack_blocks(data: [*]const u8, len: usize, options: *const Options) usize;

pub const Job = struct {
    seen: u32 = 0,
    most: u32,

    fn progress(user: ?*anyopaque, done: u32, _: u32) callconv(.c) bool {
        const job: *Job = @ptrCast(@alignCast(user orelse return true));
        job.seen = done + 1;
        return done < job.most;
    }

    pub fn run(job: *Job, data: []const u8) usize {
        const options: Options = .{ .level = 6, .user = job, .progress = &progress };
        return pack_blocks(data.ptr, data.len, &options);
    }
};
