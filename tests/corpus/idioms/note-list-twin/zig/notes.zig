const std = @import("std");
const gpa = std.heap.smp_allocator;
const Note = extern struct { id: u32, len: u32, text: ?[*]const u8 };
const Store = struct {
    notes: std.ArrayList([]u8) = .empty,
    const Self = @This();
    fn deinit(self: *Self) void {
        for (self.notes.items) |n| gpa.free(n);
        self.notes.deinit(gpa);
        gpa.destroy(self);
    }
    fn all(self: *const Self) ![]Note {
        const out = try gpa.alloc(Note, self.notes.items.len);
        for (out, self.notes.items, 0..) |*o, n, i| o.* = .{ .id = @intCast(i), .len = @intCast(n.len), .text = n.ptr };
        return out;
    }
};
export fn store_open() ?*Store {
    const s = gpa.create(Store) catch return null;
    s.* = .{};
    return s;
}
export fn store_close(s: ?*Store) void {
    (s orelse return).deinit();
}
export fn store_add(s: *Store, text: [*]const u8, len: usize) bool {
    const copy = gpa.dupe(u8, text[0..len]) catch return false;
    s.notes.append(gpa, copy) catch {
        gpa.free(copy);
        return false;
    };
    return true;
}
/// All notes, in an array of their own.
export fn store_all(s: *const Store, count: *u32) ?[*]Note {
    const notes = s.all() catch return null;
    count.* = @intCast(notes.len);
    return notes.ptr;
}
export fn store_all_free(notes: ?[*]Note, count: u32) void {
    if (notes) |n| gpa.free(n[0..count]);
}
