const std = @import("std");

const Events = extern struct {
    opened: *const fn (u32) callconv(.c) void,
    closed: *const fn (u32) callconv(.c) void,
};
extern fn door_run(events: *const Events, doors: u32) void;

var open_doors: u32 = 0;

fn onOpened(door: u32) callconv(.c) void {
    _ = door;
    open_doors += 1;
}

fn onClosed(door: u32) callconv(.c) void {
    _ = door;
    open_doors -= 1;
}

pub fn main() void {
    const events: Events = .{ .opened = onOpened, .closed = onClosed };
    door_run(&events, 3);
    std.debug.print("{d}\n", .{open_doors});
}
