const std = @import("std");
const sp = @import("space.zig");

const Stats = struct {
    contacts: u32 = 0,
    hardest: f64 = 0,

    fn onContact(user: ?*anyopaque, _: u32, _: u32, impulse: f64) callconv(.c) void {
        const self: *Stats = @ptrCast(@alignCast(user.?));
        self.contacts += 1;
        self.hardest = @max(self.hardest, impulse);
    }
};

pub fn main() !void {
    const s = sp.space_new() orelse return error.OutOfMemory;
    defer sp.space_free(s);
    var stats: Stats = .{};
    sp.space_on_contact(s, &Stats.onContact, &stats);
    sp.space_add(s, 2, -3);
    sp.space_add(s, 1, -1);
    for (0..60) |_| sp.space_step(s, 1.0 / 60.0);
    std.debug.print("{d} contacts, hardest {d}\n", .{ stats.contacts, stats.hardest });
}
