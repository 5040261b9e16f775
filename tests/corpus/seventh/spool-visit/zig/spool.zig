const std = @import("std");

const gpa = std.heap.page_allocator;

const Job = struct {
    name: []u8,
    pages: u32,
};

pub const Spool = struct {
    jobs: std.ArrayList(Job),
    limit: u32,
};

/// The context comes first, like in all callbacks of this library.
pub const VisitFn = *const fn (ctx: ?*anyopaque, name: [*]const u8, len: usize) callconv(.c) bool;

export fn spool_open(limit: u32) ?*Spool {
    const s = gpa.create(Spool) catch return null;
    s.* = .{ .jobs = .empty, .limit = limit };
    return s;
}

export fn spool_close(spool: ?*Spool) void {
    const s = spool orelse return;
    for (s.jobs.items) |j| gpa.free(j.name);
    s.jobs.deinit(gpa);
    gpa.destroy(s);
}

export fn spool_push(spool: ?*Spool, name: [*]const u8, len: usize, pages: u32) bool {
    const s = spool orelse return false;
    if (s.jobs.items.len >= s.limit) return false;
    const copy = gpa.dupe(u8, name[0..len]) catch return false;
    s.jobs.append(gpa, .{ .name = copy, .pages = pages }) catch {
        gpa.free(copy);
        return false;
    };
    return true;
}

export fn spool_visit(spool: ?*const Spool, visit: VisitFn, ctx: ?*anyopaque) u32 {
    const s = spool orelse return 0;
    var seen: u32 = 0;
    for (s.jobs.items) |j| {
        seen += 1;
        if (!visit(ctx, j.name.ptr, j.name.len)) break;
    }
    return seen;
}
