pub const Link = enum(u8) {
    down,
    dialing,
    up,
};

extern fn modem_signal(dbm: i16) Link;

pub const Meter = struct {
    drops: u32 = 0,
    last: Link = .down,

    pub fn feed(meter: *Meter, dbm: i16) void {
        const link = modem_signal(dbm);
        if (meter.last == .up and link != .up) meter.drops += 1;
        meter.last = link;
    }

    pub fn bars(meter: Meter) u8 {
        return switch (meter.last) {
            .down => 0,
            .dialing => 1,
            .up => 4,
        };
    }
};
