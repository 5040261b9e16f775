const std = @import("std");
const gpa = std.heap.smp_allocator;
const Item = extern struct { id: u32, weight: f32 };
const List = struct { items: std.ArrayList(Item) };
export fn list_new() ?*List {
    const list = gpa.create(List) catch return null;
    list.* = .{ .items = .empty };
    return list;
}
export fn list_add(list: *List, id: u32) bool {
    list.items.append(gpa, .{ .id = id, .weight = 0 }) catch return false;
    return true;
}
export fn list_at(list: *List, index: usize) ?*Item {
    if (index >= list.items.items.len) return null;
    return &list.items.items[index];
}
export fn list_free(list: *List) void {
    list.items.deinit(gpa);
    gpa.destroy(list);
}
