const std = @import("std");
const Checker = @import("spell.zig").Checker;

pub fn main() !void {
    var checker: Checker = .{ .gpa = std.heap.c_allocator };
    const text = try checker.suggest("bondary") orelse return;
    std.debug.print("did you mean {s}?\n", .{text});
}
