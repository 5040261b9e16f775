const std = @import("std");
const Loop = opaque {};
const Event = extern struct { kind: u32, value: i64 };
const Handler = *const fn (user: ?*anyopaque, event: *const Event) callconv(.c) void;
extern fn loop_new() ?*Loop;
extern fn loop_on(l: ?*Loop, kind: u32, handler: ?Handler, user: ?*anyopaque) bool;
extern fn loop_post(l: ?*Loop, event: Event) void;
extern fn loop_run(l: ?*Loop) usize;
extern fn loop_free(l: ?*Loop) void;

const Sum = struct {
    total: i64 = 0,

    fn handle(user: ?*anyopaque, event: *const Event) callconv(.c) void {
        const self: *Sum = @ptrCast(@alignCast(user.?));
        self.total += event.value;
    }
};

pub fn main() void {
    const l = loop_new() orelse return;
    defer loop_free(l);
    var sum: Sum = .{};
    _ = loop_on(l, 1, Sum.handle, &sum);
    loop_post(l, .{ .kind = 1, .value = 4 });
    _ = loop_run(l);
    std.debug.print("{d}\n", .{sum.total});
}
