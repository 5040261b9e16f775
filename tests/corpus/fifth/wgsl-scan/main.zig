const std = @import("std");

const Tok = enum(u16) { eof = 0, ident, keyword, builtin, number, op, open, close, bad, _ };
const Token = extern struct { start: u32, len: u32, line: u32, tok: Tok };
const Scanner = opaque {};

extern fn scan_open(src: [*]const u8, len: usize) ?*Scanner;
extern fn scan_next(lx: ?*Scanner, out: *Token) bool;
extern fn scan_close(lx: ?*Scanner) void;

const Stats = struct {
    numbers: u32 = 0,
    depth: i32 = 0,
    bad: u32 = 0,

    fn feed(s: *Stats, t: Token) void {
        switch (t.tok) {
            .number => s.numbers += 1,
            .open => s.depth += 1,
            .close => s.depth -= 1,
            .bad => s.bad += 1,
            else => {},
        }
    }
};

pub fn main() u8 {
    const src = "fn shade(n) {\n  let k = dot(n, 1.5);\n  return mix(k, 0.2);\n}";
    const lx = scan_open(src, src.len) orelse return 1;
    defer scan_close(lx);
    var stats: Stats = .{};
    var t: Token = undefined;
    while (scan_next(lx, &t)) stats.feed(t);
    std.debug.print("numbers={d} depth={d} bad={d}\n", .{ stats.numbers, stats.depth, stats.bad });
    return 0;
}
