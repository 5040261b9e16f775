const std = @import("std");

pub const BusMode = enum(c_int) {
    mode0,
    mode1,
    mode2,
    mode3,
    _,

    fn idleHigh(self: BusMode) bool {
        return self == .mode2 or self == .mode3;
    }
};

pub const BusConfig = extern struct {
    mode: BusMode,
    lsb_first: bool,
    chip_select: u16,
    clock_hz: u32,
};

const Bus = struct {
    config: BusConfig,
    busy: bool = false,
};

var slots: [2]Bus = undefined;
var taken: [2]std.atomic.Value(bool) = .{ .init(false), .init(false) };

export fn spi_attach(config: ?*const BusConfig) ?*anyopaque {
    const c = config orelse return null;
    if (c.chip_select >= slots.len or c.clock_hz == 0 or c.clock_hz > 50_000_000) return null;
    if (taken[c.chip_select].swap(true, .acquire)) return null;
    const bus = &slots[c.chip_select];
    bus.* = .{ .config = c.* };
    return bus;
}

export fn spi_detach(raw: ?*anyopaque) void {
    const bus: *Bus = @ptrCast(@alignCast(raw orelse return));
    taken[bus.config.chip_select].store(false, .release);
}

export fn spi_transfer(raw: ?*anyopaque, tx: [*]const u8, rx: [*]u8, len: usize) c_int {
    const bus: *Bus = @ptrCast(@alignCast(raw orelse return -1));
    if (bus.busy or len > std.math.maxInt(c_int)) return -1;
    bus.busy = true;
    defer bus.busy = false;
    const idle: u8 = if (bus.config.mode.idleHigh()) 0xff else 0x00;
    for (tx[0..len], rx[0..len]) |t, *r| {
        const bits = if (bus.config.lsb_first) @bitReverse(t) else t;
        r.* = bits ^ idle;
    }
    return @intCast(len);
}
