const std = @import("std");
const curve = @import("curve.zig");

const gpa = std.heap.c_allocator;

const Device = struct {
    unit: u8,
    faults: u16 = 0,
    table: curve.Curve = .{},
    ramp_ms: u32 = 0,
    hysteresis: f32 = 0.5,
    last_volts: f32 = 0,
    last_watts: f32 = 0,
};

export fn inv_open(unit: u8) ?*Device {
    if (unit == 0 or unit > 247) return null;
    const dev = gpa.create(Device) catch return null;
    dev.* = .{ .unit = unit };
    return dev;
}

export fn inv_close(dev: ?*Device) void {
    if (dev) |d| gpa.destroy(d);
}

/// Loads the volt-watt curve. Voltage changes below `hysteresis` do not move the set point.
export fn inv_set_curve(dev: ?*Device, points: ?[*]const curve.Point, len: usize, ramp_ms: u32, hysteresis: f32) c_int {
    const d = dev orelse return -1;
    const src = points orelse return -1;
    d.table.load(src[0..len]) catch |err| return switch (err) {
        error.Empty => -2,
        error.TooMany => -3,
        error.NotSorted => -4,
    };
    d.ramp_ms = ramp_ms;
    d.hysteresis = hysteresis;
    return 0;
}

export fn inv_step(dev: ?*Device, volts: f32) f32 {
    const d = dev orelse return 0;
    if (@abs(volts - d.last_volts) < d.hysteresis) return d.last_watts;
    if (volts > 265) d.faults |= 1;
    d.last_volts = volts;
    d.last_watts = d.table.at(volts);
    return d.last_watts;
}

export fn inv_fault_bits(dev: ?*const Device) u16 {
    return if (dev) |d| d.faults else 0xffff;
}
