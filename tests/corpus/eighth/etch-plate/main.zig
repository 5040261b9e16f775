const std = @import("std");

const Plate = extern struct {
    data: ?[*]u16,
    len: usize,
    cap: usize,
};

extern fn plate_etch(depth: u16, count: u16) Plate;
extern fn plate_release(plate: Plate) void;

pub fn main() void {
    const plate = plate_etch(40, 5);
    defer plate_release(plate);

    const data = plate.data orelse return;
    for (data[0..plate.len]) |line| std.debug.print("{x} ", .{line});
    std.debug.print("\n{d} of {d}\n", .{ plate.len, plate.cap });
}
