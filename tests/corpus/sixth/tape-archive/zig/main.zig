const std = @import("std");
const Tape = @import("tape.zig").Tape;

pub fn main() !void {
    var tape = try Tape.create(4096);
    defer tape.deinit();
    try tape.extend(2 * 1024 * 1024);
    const marks = [_]i64{ 0, 1 << 20, 3 << 30 };
    for (marks) |mark| {
        const at = try tape.seek(mark, .set);
        try tape.writeAll("MARK");
        std.debug.print("mark at {d}\n", .{at});
    }
    std.debug.print("end {d}\n", .{try tape.seek(0, .end)});
}
