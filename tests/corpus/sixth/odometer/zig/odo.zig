const std = @import("std");

pub const Trip = extern struct {
    started: c_long,
    metres: c_ulong,
    plate: [12]c_char,
    gear: c_short,
    flags: u8 = 0,
    fuel: f64,

    pub fn init(text: []const u8, started: c_long, metres: c_ulong, fuel: f64) error{LongPlate}!Trip {
        var t: Trip = .{ .started = started, .metres = metres, .plate = @splat(0), .gear = 0, .fuel = fuel };
        if (text.len >= t.plate.len) return error.LongPlate;
        for (text, t.plate[0..text.len]) |b, *c| c.* = @bitCast(b);
        return t;
    }
};

pub const Totals = extern struct {
    trips: c_int,
    metres: c_ulong,
    litres: f64,
    last: c_long,

    pub fn consumption(self: Totals) f64 {
        return odo_consumption(self);
    }
};

extern fn odo_sum(trips: [*]const Trip, len: usize, wanted: [*:0]const u8, out: *Totals) c_int;
extern fn odo_consumption(totals: Totals) f64;

pub fn sum(trips: []const Trip, plate: [:0]const u8) ?Totals {
    var out: Totals = undefined;
    return if (odo_sum(trips.ptr, trips.len, plate.ptr, &out) > 0) out else null;
}
