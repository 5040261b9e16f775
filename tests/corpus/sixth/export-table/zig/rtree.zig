const std = @import("std");

const gpa = std.heap.c_allocator;

pub const Rect = extern struct {
    x0: f32,
    y0: f32,
    x1: f32,
    y1: f32,

    fn touches(a: Rect, b: Rect) bool {
        return a.x0 <= b.x1 and b.x0 <= a.x1 and a.y0 <= b.y1 and b.y0 <= a.y1;
    }
};

const Entry = struct { rect: Rect, id: u64 };

const Tree = struct {
    entries: std.ArrayList(Entry) = .empty,
};

const Visit = *const fn (?*anyopaque, u64) callconv(.c) bool;

fn create() callconv(.c) ?*Tree {
    const t = gpa.create(Tree) catch return null;
    t.* = .{};
    return t;
}

fn destroy(tree: ?*Tree) callconv(.c) void {
    const t = tree orelse return;
    t.entries.deinit(gpa);
    gpa.destroy(t);
}

fn insert(tree: *Tree, rect: Rect, id: u64) callconv(.c) bool {
    tree.entries.append(gpa, .{ .rect = rect, .id = id }) catch return false;
    return true;
}

fn remove(tree: *Tree, id: u64) callconv(.c) bool {
    for (tree.entries.items, 0..) |e, i| {
        if (e.id != id) continue;
        _ = tree.entries.swapRemove(i);
        return true;
    }
    return false;
}

fn query(tree: *const Tree, rect: Rect, visit: Visit, user: ?*anyopaque) callconv(.c) usize {
    var n: usize = 0;
    for (tree.entries.items) |e| {
        if (!e.rect.touches(rect)) continue;
        n += 1;
        if (!visit(user, e.id)) break;
    }
    return n;
}

const api = struct {
    pub const new = create;
    pub const free = destroy;
    pub const put = insert;
    pub const del = remove;
    pub const find = query;
};

comptime {
    for ([_][]const u8{ "new", "free", "put", "del", "find" }) |name| {
        @export(&@field(api, name), .{ .name = "rt1_" ++ name });
    }
}
