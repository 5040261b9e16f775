const std = @import("std");
const config = @import("config");

extern fn engine_step(input: u32) u64;

const trace = if (config.trace) struct {
    extern fn engine_trace_steps() u64;

    fn report() void {
        std.debug.print("{d} steps\n", .{engine_trace_steps()});
    }
} else struct {
    fn report() void {}
};

pub fn main() void {
    var last: u64 = 0;
    for (0..10) |i| last = engine_step(@intCast(i));
    std.debug.print("{x}\n", .{last});
    trace.report();
}
