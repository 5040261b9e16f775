const std = @import("std");
const Digest = @import("digest.zig").Digest;

const Step = struct { argv: []const []const u8, inputs: []const []const u8 };

fn key(step: Step) !u64 {
    const d = try Digest.init(1);
    defer d.deinit();
    for (step.argv) |a| d.update(a);
    for (step.inputs) |i| d.update(i);
    return d.value();
}

pub fn main() !void {
    const step: Step = .{ .argv = &.{ "cc", "-c" }, .inputs = &.{"main.c"} };
    std.debug.print("{x}\n", .{try key(step)});
}
