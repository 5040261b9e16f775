const std = @import("std");

const Spool = opaque {};
const Job = opaque {};
extern fn spool_new() ?*Spool;
extern fn spool_free(s: ?*Spool) void;
extern fn spool_job_new(title: [*]const u8, len: usize) ?*Job;
extern fn spool_job_add_page(j: ?*Job) u32;
extern fn spool_job_free(j: ?*Job) void;
extern fn spool_submit(s: ?*Spool, j: ?*Job) usize;
extern fn spool_print_all(s: ?*Spool) u64;

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

fn enqueue(spool: *Spool, journal: *Journal, title: []const u8, pages: u32) !void {
    const job = spool_job_new(title.ptr, title.len) orelse return error.OutOfMemory;
    errdefer spool_job_free(job);
    for (0..pages) |_| _ = spool_job_add_page(job);
    if (pages == 0) return error.EmptyJob;
    const depth = spool_submit(spool, job);
    try journal.log("queued {s}, depth {d}", .{ title, depth });
}

pub fn main(init: std.process.Init) !void {
    const spool = spool_new() orelse return error.OutOfMemory;
    defer spool_free(spool);
    var journal: Journal = .{ .gpa = init.gpa };
    defer journal.deinit();
    try enqueue(spool, &journal, "invoice", 2);
    enqueue(spool, &journal, "blank", 0) catch {};
    std.debug.print("{d} pages\n", .{spool_print_all(spool)});
}
