const std = @import("std");

const Call = *const fn (user: ?*anyopaque, value: f32) callconv(.c) void;
const Release = *const fn (user: ?*anyopaque) callconv(.c) void;

const Slot = struct {
    parameter: u32,
    call: Call,
    release: Release,
    user: ?*anyopaque,
};

threadlocal var slots: [32]?Slot = @splat(null);
threadlocal var values: [8]f32 = @splat(0);

/// 0 when there is no room; `user` then stays with the caller.
export fn event_subscribe(parameter: u32, call: Call, release: Release, user: ?*anyopaque) u32 {
    if (parameter >= values.len) return 0;
    for (&slots, 1..) |*s, id| {
        if (s.* != null) continue;
        s.* = .{ .parameter = parameter, .call = call, .release = release, .user = user };
        return @intCast(id);
    }
    return 0;
}

export fn event_unsubscribe(id: u32) void {
    if (id == 0 or id > slots.len) return;
    const slot = slots[id - 1] orelse return;
    slots[id - 1] = null;
    slot.release(slot.user);
}

export fn event_pump() u32 {
    var n: u32 = 0;
    for (slots) |maybe| {
        const s = maybe orelse continue;
        values[s.parameter] += 0.25;
        s.call(s.user, values[s.parameter]);
        n += 1;
    }
    return n;
}
