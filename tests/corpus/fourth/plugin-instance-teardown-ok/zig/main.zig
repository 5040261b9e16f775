const std = @import("std");
const host = @import("host.zig");

fn load(h: *host.Host, kind: u32) !usize {
    const i = host.instance_new(kind) orelse return error.OutOfMemory;
    errdefer host.instance_free(i);
    // Plugins that answer silence with noise are not taken.
    if (@abs(host.instance_process(i, 0)) > 1e-6) return error.Noisy;
    return host.host_adopt(h, i);
}

pub fn main() !void {
    const h = host.host_new() orelse return error.OutOfMemory;
    defer host.host_free(h);
    for (0..3) |kind| {
        const n = load(h, @intCast(kind)) catch continue;
        std.debug.print("{d} active\n", .{n});
    }
    std.debug.print("{d} retired\n", .{host.host_retire_idle(h)});
}
