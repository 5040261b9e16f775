const std = @import("std");
const Slot = @import("slots.zig").Slot;

pub fn main(init: std.process.Init) !void {
    const dir = std.Io.Dir.cwd();
    for (0..3) |i| {
        var name: [16]u8 = undefined;
        const path = try std.fmt.bufPrint(&name, "slot{d}.sav", .{i});
        var buf: [64]u8 = undefined;
        const bytes = dir.readFile(init.io, path, &buf) catch continue;
        const slot = Slot.parse(bytes) catch {
            std.debug.print("{s}: damaged\n", .{path});
            continue;
        };
        std.debug.print("{s}: {d} points, {d} lives\n", .{ path, slot.score(), slot.lives() });
    }
}
