const std = @import("std");
const planes = @import("planes.zig");

pub fn main(init: std.process.Init) !void {
    var y = try planes.Plane.init(init.gpa, 16, 8);
    defer y.deinit(init.gpa);
    var cb = try planes.Plane.init(init.gpa, 8, 4);
    defer cb.deinit(init.gpa);
    var full = try planes.Plane.init(init.gpa, 16, 8);
    defer full.deinit(init.gpa);

    const touched = planes.planes_expand_luma(&y);
    const rows = planes.planes_upsample_2x(&cb, &full);
    std.debug.print("{d} samples, {d} rows\n", .{ touched, rows });
}
