const std = @import("std");

const Kind = enum(u8) { none = 0, io = 1, format = 2 };

extern fn err_name(code: c_int) [*:0]const u8;
extern fn err_kind(code: c_int) Kind;
extern fn err_long(n: usize) ?[*:0]const u8;

const Longest = struct {
    text: []const u8 = "",

    fn add(l: *Longest, p: [*:0]const u8) void {
        const s = std.mem.span(p);
        if (s.len > l.text.len) l.text = s;
    }
};

pub fn main() void {
    for ([_]c_int{ 0, 11, 20, 99 }) |code| {
        std.debug.print("{d}: {s} ({t})\n", .{ code, err_name(code), err_kind(code) });
    }
    var l: Longest = .{};
    var n: usize = 0;
    while (err_long(n)) |p| : (n += 1) l.add(p);
    std.debug.print("{d} texts, longest: {s}\n", .{ n, l.text });
}
