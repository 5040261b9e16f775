const std = @import("std");

const gpa = std.heap.page_allocator;

pub const Tree = struct {
    topics: std.StringHashMapUnmanaged(u32) = .empty,

    fn subscribe(t: *Tree, name: []const u8, subscriber: u32) !void {
        if (t.topics.getPtr(name)) |old| {
            old.* = subscriber;
            return;
        }
        const key = try gpa.dupe(u8, name);
        errdefer gpa.free(key);
        try t.topics.put(gpa, key, subscriber);
    }
};

export fn topic_tree_new() ?*Tree {
    const t = gpa.create(Tree) catch return null;
    t.* = .{};
    return t;
}

export fn topic_tree_free(tree: ?*Tree) void {
    const t = tree orelse return;
    var it = t.topics.keyIterator();
    while (it.next()) |k| gpa.free(k.*);
    t.topics.deinit(gpa);
    gpa.destroy(t);
}

export fn topic_subscribe(tree: ?*Tree, name: [*]const u8, len: usize, subscriber: u32) bool {
    const t = tree orelse return false;
    t.subscribe(name[0..len], subscriber) catch return false;
    return true;
}

export fn topic_subscriber(tree: ?*const Tree, name: [*]const u8, len: usize) i64 {
    const t = tree orelse return -1;
    const id = t.topics.get(name[0..len]) orelse return -1;
    return id;
}
