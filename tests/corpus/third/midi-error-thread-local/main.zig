const std = @import("std");
const midi = @import("midi.zig");

fn scan(name: []const u8, bytes: []const u8) void {
    const header = midi.header(bytes) catch |err| {
        std.debug.print("{s}: {s}\n", .{ name, @errorName(err) });
        return;
    };
    std.debug.print("{s}: {d} tracks\n", .{ name, header.tracks });
}

pub fn main() !void {
    const a = try std.Thread.spawn(.{}, scan, .{ "a.mid", "MThd\x00\x00\x00\x06\x00\x01\x00\x02\x01\xe0" });
    defer a.join();
    const b = try std.Thread.spawn(.{}, scan, .{ "b.mid", "RIFF" });
    defer b.join();
}
