const std = @import("std");

const Finish = extern struct { boat: u32, seconds: f64 };
extern fn regatta_rank(list: [*]Finish, len: usize) usize;
extern fn regatta_gap(list: [*]const Finish, len: usize, place: usize) f64;

pub fn main() void {
    const dnf = std.math.nan(f64);
    var list = [_]Finish{
        .{ .boat = 4, .seconds = 3601.5 },
        .{ .boat = 9, .seconds = dnf },
        .{ .boat = 2, .seconds = 3588.25 },
        .{ .boat = 1, .seconds = 3720 },
    };
    const placed = regatta_rank(&list, list.len);
    for (list[0..placed], 0..) |f, place| {
        std.debug.print("boat {d} +{d:.2}\n", .{ f.boat, regatta_gap(&list, list.len, place) });
    }
}
