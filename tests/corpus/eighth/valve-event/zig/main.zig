const std = @import("std");

const Queue = opaque {};

const Fault = extern struct { code: u16, severity: u16, kpa: u32 };

const Payload = extern union {
    kpa: u32,
    fault: Fault,
};

const ValveEvent = extern struct {
    kind: u32,
    valve: u16,
    payload: Payload,
};

extern fn valve_queue_new() ?*Queue;
extern fn valve_queue_free(queue: ?*Queue) void;
extern fn valve_report(queue: ?*Queue, valve: u16, kpa: u32) void;
extern fn valve_next(queue: ?*Queue, out: *ValveEvent) bool;

fn show(event: ValveEvent) void {
    switch (event.kind) {
        1 => std.debug.print("valve {d}: {d} kPa\n", .{ event.valve, event.payload.kpa }),
        2 => {
            const f = event.payload.fault;
            std.debug.print("valve {d}: fault {d} ({d}) at {d} kPa\n", .{ event.valve, f.code, f.severity, f.kpa });
        },
        else => std.debug.print("valve {d}: unknown event\n", .{event.valve}),
    }
}

pub fn main() void {
    const queue = valve_queue_new() orelse return;
    defer valve_queue_free(queue);

    for ([_]u32{ 310, 655, 1200 }, 0..) |kpa, i| valve_report(queue, @intCast(i), kpa);

    var event: ValveEvent = undefined;
    while (valve_next(queue, &event)) show(event);
}
