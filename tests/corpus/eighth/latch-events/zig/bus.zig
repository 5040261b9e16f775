const std = @import("std");

const gpa = std.heap.smp_allocator;

const LatchFn = *const fn (user: ?*anyopaque, latch: u16, open: bool) callconv(.c) void;

const Listener = struct {
    id: u32,
    call: LatchFn,
    user: ?*anyopaque,
};

const Bus = struct {
    slots: [16]?Listener = @splat(null),
    next_id: u32 = 1,
};

export fn latch_bus_open() ?*Bus {
    const bus = gpa.create(Bus) catch return null;
    bus.* = .{};
    return bus;
}

export fn latch_bus_close(bus: ?*Bus) void {
    gpa.destroy(bus orelse return);
}

/// Gives an id, or 0 when there is no room.
export fn latch_subscribe(bus: ?*Bus, call: LatchFn, user: ?*anyopaque) u32 {
    const b = bus orelse return 0;
    for (&b.slots) |*slot| {
        if (slot.* != null) continue;
        slot.* = .{ .id = b.next_id, .call = call, .user = user };
        b.next_id = @max(b.next_id +% 1, 1);
        return slot.*.?.id;
    }
    return 0;
}

export fn latch_unsubscribe(bus: ?*Bus, id: u32) void {
    const b = bus orelse return;
    for (&b.slots) |*slot| {
        const listener = slot.* orelse continue;
        if (listener.id == id) slot.* = null;
    }
}

export fn latch_fire(bus: ?*Bus, latch: u16, open: bool) void {
    const b = bus orelse return;
    for (&b.slots) |*slot| {
        const listener = slot.* orelse continue;
        listener.call(listener.user, latch, open);
    }
}
