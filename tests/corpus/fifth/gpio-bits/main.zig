const std = @import("std");

const Pull = enum(u2) { none, up, down, _ };

const PinConfig = packed struct(u32) {
    output: bool = false,
    open_drain: bool = false,
    pull: Pull = .none,
    alt: u4 = 0,
    reserved: u24 = 0,
};

const Port = struct {
    pins: [16]std.atomic.Value(u32) = @splat(.init(0)),
    levels: std.atomic.Value(u16) = .init(0),

    fn set(p: *Port, pin: u4, high: bool) void {
        const mask = @as(u16, 1) << pin;
        if (high) {
            _ = p.levels.fetchOr(mask, .monotonic);
        } else {
            _ = p.levels.fetchAnd(~mask, .monotonic);
        }
    }
};

var ports: [4]Port = @splat(.{});

export fn gpio_configure(port: u8, pin: u8, cfg: PinConfig) bool {
    if (port >= ports.len or pin >= 16) return false;
    if (cfg.reserved != 0 or cfg.pull == @as(Pull, @enumFromInt(3))) return false;
    const p = &ports[port];
    p.pins[pin].store(@bitCast(cfg), .release);
    if (!cfg.output) p.set(@intCast(pin), cfg.pull == .up);
    return true;
}

export fn gpio_config(port: u8, pin: u8) PinConfig {
    if (port >= ports.len or pin >= 16) return .{};
    return @bitCast(ports[port].pins[pin].load(.acquire));
}

export fn gpio_levels(port: u8) u16 {
    if (port >= ports.len) return 0;
    return ports[port].levels.load(.monotonic);
}
