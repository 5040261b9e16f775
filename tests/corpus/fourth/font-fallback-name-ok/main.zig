const std = @import("std");

extern fn fb_script(codepoint: u32) u32;
extern fn fb_family(codepoint: u32) ?[*:0]const u8;
extern fn fb_count() usize;

const Run = struct {
    start: usize,
    script: u32,
};

fn itemize(text: []const u21, runs: []Run) usize {
    var n: usize = 0;
    var last: ?u32 = null;
    for (text, 0..) |cp, i| {
        const s = fb_script(cp);
        if (last != null and last.? == s) continue;
        if (n == runs.len) break;
        runs[n] = .{ .start = i, .script = s };
        n += 1;
        last = s;
    }
    return n;
}

pub fn main() void {
    const text = [_]u21{ 'a', 'b', 0x0416, 0x4e2d };
    var runs: [8]Run = undefined;
    const n = itemize(&text, &runs);
    std.debug.print("{d} families, {d} runs\n", .{ fb_count(), n });
    for (runs[0..n]) |r| {
        const family = fb_family(text[r.start]) orelse continue;
        std.debug.print("{d}: {s}\n", .{ r.start, std.mem.span(family) });
    }
}
