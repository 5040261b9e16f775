const std = @import("std");

const Body = extern struct { x: f32, y: f32, radius: f32 = 1 };
const Contact = extern struct { a: u32, b: u32, depth: f32 };

const Contacts = extern struct {
    data: ?[*]Contact,
    len: usize,

    extern fn contacts_find(bodies: [*]const Body, n: usize) Contacts;
    extern fn contacts_free(c: Contacts) void;

    fn find(bodies: []const Body) Contacts {
        return contacts_find(bodies.ptr, bodies.len);
    }
    fn items(self: Contacts) []const Contact {
        return if (self.data) |d| d[0..self.len] else &.{};
    }
    fn deinit(self: Contacts) void {
        contacts_free(self);
    }
};

pub fn main() void {
    const bodies = [_]Body{
        .{ .x = 0, .y = 0 },
        .{ .x = 1.5, .y = 0 },
        .{ .x = 1.5, .y = 1.2, .radius = 0.4 },
    };
    const contacts = Contacts.find(&bodies);
    defer contacts.deinit();
    for (contacts.items()) |c| std.debug.print("{d}-{d}: {d:.2}\n", .{ c.a, c.b, c.depth });
}
