const std = @import("std");

const Lock = opaque {};

extern fn lock_new() ?*Lock;
extern fn lock_set(lock: ?*Lock, closed: u8) u32;
extern fn lock_closed(lock: ?*const Lock) bool;
extern fn lock_free(lock: ?*Lock) void;

const bolt: u8 = 0x04;

pub fn main() void {
    const lock = lock_new() orelse return;
    defer lock_free(lock);
    for ([_]u8{ 0x01, 0x05, 0x06, 0x02 }) |flags| {
        const turns = lock_set(lock, flags & bolt);
        std.debug.print("{x:0>2}: {} after {d} turns\n", .{ flags, lock_closed(lock), turns });
    }
}
