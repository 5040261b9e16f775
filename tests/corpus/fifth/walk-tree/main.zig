const std = @import("std");
const gpa = std.heap.smp_allocator;

const Visit = *const fn (?*anyopaque, u64, u32) callconv(.c) bool;
const DropUser = *const fn (?*anyopaque) callconv(.c) void;

const Walk = struct {
    visit: Visit,
    drop_user: DropUser,
    user: ?*anyopaque,
    seen: usize = 0,

    fn go(w: *Walk, node: u64, depth: u32, max: u32) bool {
        w.seen += 1;
        if (!w.visit(w.user, node, depth)) return false;
        if (depth >= max) return true;
        for (1..4) |i| {
            if (!w.go(node *% 10 +% i, depth + 1, max)) return false;
        }
        return true;
    }
};

/// Null if there is no memory; then `user` stays with the caller.
export fn walk_new(visit: Visit, drop_user: DropUser, user: ?*anyopaque) ?*Walk {
    const w = gpa.create(Walk) catch return null;
    w.* = .{ .visit = visit, .drop_user = drop_user, .user = user };
    return w;
}

export fn walk_run(walk: ?*Walk, root: u64, max_depth: u32) usize {
    const w = walk orelse return 0;
    w.seen = 0;
    _ = w.go(root, 0, @min(max_depth, 12));
    return w.seen;
}

export fn walk_free(walk: ?*Walk) void {
    const w = walk orelse return;
    w.drop_user(w.user);
    gpa.destroy(w);
}
