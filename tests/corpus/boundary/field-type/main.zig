const std = @import("std");
const Sample = extern struct {
    time: u64,
    value: f64,
    flags: u32,
};
extern fn sample_fill(out: *Sample) void;
pub fn main() void {
    var s = std.mem.zeroes(Sample);
    sample_fill(&s);
    std.debug.print("{d}\n", .{s.value});
}
