const std = @import("std");

const Moisture = enum(u8) {
    dry = 'd',
    fit = 'f',
    damp = 'w',
    spoiled = 'x',
    _,
};

extern fn grain_code(permille: u16) Moisture;
extern fn grain_compare(a: u8, b: Moisture) i32;

pub fn main() void {
    const limit: Moisture = .damp;
    for ([_]u16{ 80, 131, 190, 400 }) |permille| {
        const code = grain_code(permille);
        const order = grain_compare(@intFromEnum(code), limit);
        std.debug.print("{d}: {c} {s}\n", .{
            permille,
            @intFromEnum(code),
            if (order < 0) "goes to the mill" else "goes to the dryer",
        });
    }
}
