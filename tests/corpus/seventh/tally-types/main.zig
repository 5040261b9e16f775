const std = @import("std");

const Status = c_int;
const Offset = isize;

const Tally = extern struct {
    runs: u32,
    longest: u64,
    mean: f64,
    last_at: Offset,
};

extern fn tally_runs(data: [*]const u8, len: usize, wanted: u8, out: *Tally) Status;

pub fn main() void {
    const line = "aa-aaa--a";
    var t = std.mem.zeroes(Tally);
    if (tally_runs(line, line.len, 'a', &t) != 0) return;
    std.debug.print("{d} runs, longest {d}, mean {d:.1}, last at {d}\n", .{ t.runs, t.longest, t.mean, t.last_at });
}
