const std = @import("std");
const gpa = std.heap.c_allocator;
const Glyph = extern struct { code: u32, width: u16, height: u16 };
const Cache = struct {
    list: std.ArrayList(Glyph) = .empty,
    fn get(self: *Cache, code: u32) !*Glyph {
        for (self.list.items) |*g| if (g.code == code) return g;
        try self.list.append(gpa, .{ .code = code, .width = 8, .height = 16 });
        return &self.list.items[self.list.items.len - 1];
    }
};
export fn cache_new() ?*Cache {
    const c = gpa.create(Cache) catch return null;
    c.* = .{};
    return c;
}
export fn cache_glyph(c: *Cache, code: u32) ?*Glyph {
    return c.get(code) catch null;
}
export fn cache_free(c: ?*Cache) void {
    const it = c orelse return;
    it.list.deinit(gpa);
    gpa.destroy(it);
}
