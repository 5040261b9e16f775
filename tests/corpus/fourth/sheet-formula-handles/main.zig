const std = @import("std");
const f = @import("formula.zig");

fn total(cells: []const f64, first: u32, last: u32) !f64 {
    const range = f.Range.new(first, last) orelse return error.OutOfMemory;
    defer f.Formula.release(@ptrCast(range));
    const sum = f.Formula.sum(range) orelse return error.OutOfMemory;
    defer sum.release();
    return sum.eval(cells);
}

pub fn main() !void {
    const cells = [_]f64{ 1, 2, 3, 4.5 };
    std.debug.print("{d}\n", .{try total(&cells, 1, 3)});
}
