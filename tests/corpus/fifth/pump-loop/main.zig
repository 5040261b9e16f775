const std = @import("std");
const gpa = std.heap.smp_allocator;

const idle = std.math.maxInt(u64);

const Pump = struct {
    due: []u64,
};

export fn pump_create(slots: u32) ?*Pump {
    const p = gpa.create(Pump) catch return null;
    p.due = gpa.alloc(u64, slots) catch {
        gpa.destroy(p);
        return null;
    };
    @memset(p.due, idle);
    return p;
}

export fn pump_destroy(pump: ?*Pump) void {
    const p = pump orelse return;
    gpa.free(p.due);
    gpa.destroy(p);
}

export fn pump_arm(pump: ?*Pump, slot: u32, after_ms: u64) c_int {
    const p = pump orelse return -1;
    if (slot >= p.due.len) return -2;
    p.due[slot] = after_ms;
    return 0;
}

/// Number of the next slot that is due, or -1.
export fn poll(pump: ?*Pump, elapsed_ms: u64) c_int {
    const p = pump orelse return -1;
    for (p.due, 0..) |*d, i| {
        if (d.* == idle or d.* > elapsed_ms) continue;
        d.* = idle;
        return std.math.cast(c_int, i) orelse -1;
    }
    return -1;
}
