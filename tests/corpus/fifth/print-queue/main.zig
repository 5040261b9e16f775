const std = @import("std");

const Queue = opaque {};
const Job = opaque {};
extern fn lpq_new() ?*Queue;
extern fn lpq_free(s: ?*Queue) void;
extern fn lpq_job_new(title: [*]const u8, len: usize) ?*Job;
extern fn lpq_job_add_page(j: ?*Job) u32;
extern fn lpq_job_free(j: ?*Job) void;
extern fn lpq_submit(s: ?*Queue, j: ?*Job) usize;
extern fn lpq_print_all(s: ?*Queue) u64;

const Journal = struct {
    gpa: std.mem.Allocator,
    lines: std.ArrayList([]u8) = .empty,

    fn log(self: *Journal, comptime fmt: []const u8, args: anytype) !void {
        const line = try std.fmt.allocPrint(self.gpa, fmt, args);
        errdefer self.gpa.free(line);
        try self.lines.append(self.gpa, line);
    }

    fn deinit(self: *Journal) void {
        for (self.lines.items) |l| self.gpa.free(l);
        self.lines.deinit(self.gpa);
    }
};

fn enqueue(queue: *Queue, journal: *Journal, title: []const u8, pages: u32) !void {
    const job = lpq_job_new(title.ptr, title.len) orelse return error.OutOfMemory;
    {
        errdefer lpq_job_free(job);
        for (0..pages) |_| _ = lpq_job_add_page(job);
        if (pages == 0) return error.EmptyJob;
    }
    const depth = lpq_submit(queue, job);
    try journal.log("queued {s}, depth {d}", .{ title, depth });
}

pub fn main(init: std.process.Init) !void {
    const queue = lpq_new() orelse return error.OutOfMemory;
    defer lpq_free(queue);
    var journal: Journal = .{ .gpa = init.gpa };
    defer journal.deinit();
    try enqueue(queue, &journal, "invoice", 2);
    enqueue(queue, &journal, "blank", 0) catch {};
    std.debug.print("{d} pages\n", .{lpq_print_all(queue)});
}
