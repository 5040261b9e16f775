const std = @import("std");

const gpa = std.heap.page_allocator;

pub const Registry = struct {
    ids: std.StringHashMapUnmanaged(u31) = .empty,
    values: std.ArrayList(u64) = .empty,

    fn add(r: *Registry, name: []const u8) !u31 {
        if (r.ids.get(name)) |id| return id;
        const id = std.math.cast(u31, r.values.items.len) orelse return error.Full;
        try r.values.append(gpa, 0);
        errdefer _ = r.values.pop();
        try r.ids.put(gpa, name, id);
        return id;
    }
};

export fn metric_registry_new() ?*Registry {
    const r = gpa.create(Registry) catch return null;
    r.* = .{};
    return r;
}

export fn metric_registry_free(registry: ?*Registry) void {
    const r = registry orelse return;
    r.ids.deinit(gpa);
    r.values.deinit(gpa);
    gpa.destroy(r);
}

export fn metric_register(registry: ?*Registry, name: [*]const u8, len: usize) i32 {
    const r = registry orelse return -1;
    const id = r.add(name[0..len]) catch return -1;
    return id;
}

export fn metric_add(registry: ?*Registry, id: i32, by: u64) void {
    const r = registry orelse return;
    const i = std.math.cast(usize, id) orelse return;
    if (i < r.values.items.len) r.values.items[i] +%= by;
}

export fn metric_find(registry: ?*const Registry, name: [*]const u8, len: usize, out: *u64) bool {
    const r = registry orelse return false;
    const id = r.ids.get(name[0..len]) orelse return false;
    out.* = r.values.items[id];
    return true;
}
