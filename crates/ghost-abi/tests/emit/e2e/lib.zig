//! What the golden interfaces describe, from the other side: exported by Zig, called from Rust
//! through the emitted declarations.
const Point = extern struct { x: f32, y: f32 };
const Large = extern struct { values: [4]f64, tag: u8 };

export fn point_add(a: Point, b: Point) Point {
    return .{ .x = a.x + b.x, .y = a.y + b.y };
}

export fn large_make(seed: f64) Large {
    return .{ .values = .{ seed, seed * 2, seed * 3, seed * 4 }, .tag = 7 };
}

export fn large_sum(large: Large) f64 {
    var sum: f64 = @floatFromInt(large.tag);
    for (large.values) |value| sum += value;
    return sum;
}

const Level = enum(c_int) { Low = 0, Middle = 5, _ };

export fn level_raise(level: Level) Level {
    return @enumFromInt(@intFromEnum(level) + 4);
}

const Number = extern union { whole: i64, real: f64, raw: [8]u8 };
const Kind = enum(u32) { Whole, Real };
const Tagged = extern struct { kind: Kind, number: Number };

export fn number_double(number: Tagged) Tagged {
    return switch (number.kind) {
        .Whole => .{ .kind = .Whole, .number = .{ .whole = number.number.whole * 2 } },
        .Real => .{ .kind = .Real, .number = .{ .real = number.number.real * 2 } },
    };
}

const Visitor = ?*const fn (?*anyopaque, i32) callconv(.c) bool;

export fn for_each(xs: [*]const i32, n: usize, visitor: Visitor, user: ?*anyopaque) usize {
    const visit = visitor orelse return 0;
    for (xs[0..n], 0..) |x, i| if (!visit(user, x)) return i;
    return n;
}

fn add(a: i32, b: i32) callconv(.c) i32 {
    return a + b;
}

export fn adder() ?*const fn (i32, i32) callconv(.c) i32 {
    return add;
}

export fn wide_mul(a: u64, b: u64) u128 {
    return @as(u128, a) * b;
}

export fn wide_neg(a: i128) i128 {
    return -a;
}

const Mode = enum(u2) { off, slow, fast = 3 };
const Flags = packed struct(u32) { ready: bool, mode: Mode, level: u5, type: u8, gap: u12 = 0, top: i4 };

export fn flags_next(flags: Flags) Flags {
    var next = flags;
    next.ready = !flags.ready;
    next.mode = .fast;
    next.level += 1;
    next.top -= 1;
    return next;
}

export fn flags_clear(flags: *Flags) void {
    flags.* = @bitCast(@as(u32, 0));
}

export const PRIMES = [5]u16{ 2, 3, 5, 7, 11 };
export var counter: u64 = 40;
export const new: u8 = 9;

export fn sum_of(count: c_int, ...) callconv(.c) c_int {
    var arguments = @cVaStart();
    defer @cVaEnd(&arguments);
    var sum: c_int = 0;
    var i: c_int = 0;
    while (i < count) : (i += 1) sum += @cVaArg(&arguments, c_int);
    return sum;
}

export fn text_len(text: [*:0]const u8) usize {
    var len: usize = 0;
    while (text[len] != 0) len += 1;
    return len;
}

const Lanes = extern struct { tag: u8, v: [4]f32 align(16) };
const Seen = extern struct { a: u16, b: u16 align(8) };

export fn lanes_sum(lanes: *const Lanes) f32 {
    var sum: f32 = @floatFromInt(lanes.tag);
    for (lanes.v) |value| sum += value;
    return sum;
}

export fn seen(pair: *const Seen, _: ?*const anyopaque) u16 {
    return pair.a * 10 + pair.b;
}
