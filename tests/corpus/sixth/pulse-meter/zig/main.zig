const std = @import("std");
const Capture = @import("capture.zig").Capture;

extern fn pulse_rate() f64;
extern fn pulse_total() u64;

pub fn main() !void {
    var stop: std.atomic.Value(bool) = .init(false);
    const capture = try Capture.start(&stop, 800_000);
    var shown: usize = 0;
    while (shown < 20) {
        const rate = pulse_rate();
        if (rate == 0) {
            std.Thread.yield() catch {};
            continue;
        }
        std.debug.print("{d:.1} bpm\n", .{rate});
        shown += 1;
    }
    capture.join();
    std.debug.print("{d} edges\n", .{pulse_total()});
}
