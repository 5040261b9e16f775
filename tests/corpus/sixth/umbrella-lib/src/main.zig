const std = @import("std");

extern fn edges_find(line: [*]const u8, len: usize, threshold: u8, out: [*]u32, cap: usize) usize;
extern fn codes_digit(widths: *const [4]u32) u8;

const Scan = struct {
    positions: [64]u32 = undefined,
    len: usize = 0,

    fn line(self: *Scan, grey: []const u8) void {
        const n = edges_find(grey.ptr, grey.len, 60, &self.positions, self.positions.len);
        self.len = @min(n, self.positions.len);
    }

    fn digits(self: *const Scan, out: []u8) []u8 {
        const pos = self.positions[0..self.len];
        var n: usize = 0;
        while (n < out.len and n * 4 + 4 < pos.len) : (n += 1) {
            const p = pos[n * 4 ..][0..5];
            out[n] = codes_digit(&.{ p[1] - p[0], p[2] - p[1], p[3] - p[2], p[4] - p[3] });
        }
        return out[0..n];
    }
};

pub fn main() void {
    var grey: [64]u8 = @splat(250);
    const widths = [_]usize{ 6, 4, 2, 2, 2, 8, 2, 2 };
    var at: usize = 5;
    for (widths, 0..) |w, i| {
        if (i % 2 == 0) @memset(grey[at..][0..w], 10);
        at += w;
    }
    grey[at] = 10;
    var scan: Scan = .{};
    scan.line(&grey);
    var out: [8]u8 = undefined;
    std.debug.print("{d} edges, digits {any}\n", .{ scan.len, scan.digits(&out) });
}
