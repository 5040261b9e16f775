const std = @import("std");

const Metres = f64;
const Station = enum(u32) { harbour = 101, estuary = 102, bay = 240, _ };

const Tide = extern struct {
    hour: f32,
    height: Metres,
    high: bool,
};

extern fn tide_height(id: Station, hour: f64) Metres;
extern fn tide_turns(id: Station, out: [*]Tide, cap: usize, n: *usize) i32;

fn list(id: Station, buf: []Tide) ![]const Tide {
    var n: usize = 0;
    return switch (tide_turns(id, buf.ptr, buf.len, &n)) {
        0 => buf[0..n],
        -1 => error.NoStation,
        else => error.Internal,
    };
}

pub fn main() !void {
    var buf: [8]Tide = undefined;
    for ([_]Station{ .harbour, .estuary, .bay }) |s| {
        std.debug.print("{t}: now {d:.2}\n", .{ s, tide_height(s, 6.5) });
        for (try list(s, &buf)) |t| {
            std.debug.print("  {d:.1} {d:.2} {s}\n", .{ t.hour, t.height, if (t.high) "high" else "low" });
        }
    }
}
