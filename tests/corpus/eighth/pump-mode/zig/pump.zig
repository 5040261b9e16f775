const std = @import("std");

const gpa = std.heap.page_allocator;
const max_flow = 400;

pub const Mode = enum(c_int) {
    idle = 0,
    priming = 1,
    running = 2,
    stalled = 3,
};

const Pump = struct {
    address: u8,
    flow: u32 = 0,
    primed: bool = false,

    fn mode(self: *const Pump) Mode {
        if (self.flow == 0) return .idle;
        if (self.flow > max_flow) return .stalled;
        return if (self.primed) .running else .priming;
    }
};

export fn pump_open(address: u8) ?*Pump {
    if (address == 0 or address > 15) return null;
    const pump = gpa.create(Pump) catch return null;
    pump.* = .{ .address = address };
    return pump;
}

export fn pump_close(pump: ?*Pump) void {
    gpa.destroy(pump orelse return);
}

export fn pump_set_flow(pump: ?*Pump, ml_per_min: u32) void {
    const p = pump orelse return;
    p.primed = p.primed or p.flow > 0;
    p.flow = ml_per_min;
}

export fn pump_query(pump: ?*const Pump, mode: *Mode) bool {
    const p = pump orelse return false;
    mode.* = p.mode();
    return true;
}
