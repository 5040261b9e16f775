const std = @import("std");
const State = enum(u8) { off, on, fault, _ };
const Strict = enum(u8) { off, on, fault };
extern fn sensor_state(id: u32) u8;

fn strict(id: u32) ?Strict {
    const raw = sensor_state(id);
    if (raw > @intFromEnum(Strict.fault)) return null;
    return @enumFromInt(raw);
}

pub fn main() void {
    const s: State = @enumFromInt(sensor_state(9));
    switch (s) {
        .off, .on, .fault => std.debug.print("known\n", .{}),
        _ => std.debug.print("unknown\n", .{}),
    }
    _ = std.enums.fromInt(Strict, sensor_state(3));
    _ = strict(4);
}
