const std = @import("std");

const Slots = opaque {};
const EvictFn = *const fn (user: ?*anyopaque, id: u32) callconv(.c) void;

extern fn slots_new(on_evict: ?EvictFn, user: ?*anyopaque) ?*Slots;
extern fn slots_take(slots: ?*Slots) u32;
extern fn slots_give(slots: ?*Slots, id: u32) bool;
extern fn slots_free(slots: ?*Slots) void;

fn evicted(user: ?*anyopaque, id: u32) callconv(.c) void {
    const sum: *u64 = @ptrCast(@alignCast(user orelse return));
    sum.* += id;
}

pub fn main() void {
    var sum: u64 = 0;
    const slots = slots_new(&evicted, &sum) orelse return;
    defer slots_free(slots);
    const a = slots_take(slots);
    const b = slots_take(slots);
    if (a == 0 or b == 0) return;
    _ = slots_give(slots, b);
    _ = slots_give(slots, a);
    _ = slots_give(slots, 0);
    std.debug.print("evicted {d}\n", .{sum});
}
