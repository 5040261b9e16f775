const std = @import("std");

/// True only with cargo's --features buffered.
const buffered = false;

const siren = struct {
    extern fn siren_level(cm: u32) bool;
    extern fn siren_flush() u32;
};

fn flush() ?u32 {
    return if (buffered) siren.siren_flush() else null;
}

pub fn main() void {
    for ([_]u32{ 120, 349, 352 }) |cm| {
        std.debug.print("{d} cm: {s}\n", .{ cm, if (siren.siren_level(cm)) "alarm" else "calm" });
    }
    if (flush()) |level| {
        std.debug.print("flushed at {d}\n", .{level});
    } else {
        std.debug.print("not buffered\n", .{});
    }
}
