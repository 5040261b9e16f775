const std = @import("std");
const Solver = @import("solver.zig").Solver;

pub fn main() !void {
    const s = Solver.init();
    defer s.deinit();
    for (0..4) |_| try s.variable(0, 20);
    try s.before(0, 3, 1);
    try s.before(1, 4, 3);
    std.debug.print("least {d}\n", .{try s.least(3)});
    if (s.before(2, 1, 99)) |_| return error.Unexpected else |err| std.debug.print("{t}\n", .{err});
    if (s.least(0)) |_| return error.Unexpected else |err| std.debug.print("{t}\n", .{err});
}
