//! Everything that Zig lets cross a boundary.

pub const Point = extern struct { x: f64, y: f64 };
pub const Large = extern struct { values: [8]u64, at: Point };
pub const Color = enum(c_int) { red = 1, green, blue = -4 };
pub const Open = enum(u8) { a, b, _ };
pub const Bits = packed struct(u32) { low: u3, flag: bool, rest: u28 };
pub const Number = extern union { whole: u32, float: f32 };
pub const Handle = struct { bytes: []u8, count: u32 };
pub const Outside = opaque {};

/// Adds two points.
export fn point_add(a: Point, b: *const Point) Point {
    return .{ .x = a.x + b.x, .y = a.y + b.y };
}
export fn large_make(at: Point) Large {
    return .{ .values = @splat(1), .at = at };
}
export fn color_pick(color: Color, open: Open) Color {
    return if (open == .a) color else .red;
}
export fn bits_flip(bits: Bits, number: Number) Bits {
    var flipped = bits;
    flipped.low +%= @truncate(number.whole);
    return flipped;
}
/// Opens by name.
export fn handle_open(name: [*:0]const u8, unused: u32) ?*Handle {
    _ = unused;
    return if (name[0] == 0) null else @ptrFromInt(64);
}
export fn handle_close(handle: ?*Handle) void {
    if (handle) |h| h.count = 0;
}
export fn each(visit: *const fn (user: ?*anyopaque, value: i32) callconv(.c) bool, user: ?*anyopaque) bool {
    return visit(user, 3);
}
export fn maybe_each(visit: ?*const fn (text: [*c]const u8, len: usize) callconv(.c) void) void {
    if (visit) |v| v(null, 0);
}
export fn sum(values: [*]const u32, count: usize, out: *[4]u8, outside: *Outside) u128 {
    _ = outside;
    out[0] = 1;
    return values[0] + count;
}
export fn scalars(a: c_long, b: c_char, c: i128, d: f32, e: bool, f: c_ushort) c_uint {
    return @as(c_uint, @truncate(@as(u64, @bitCast(@as(i64, a))) +% @as(u64, @truncate(@as(u128, @bitCast(c)))))) +
        @intFromBool(e) + @intFromBool(b == 1) + f + @as(c_uint, @intFromFloat(d));
}
fn private(x: u32) callconv(.c) u32 {
    return x + 1;
}
comptime {
    @export(&private, .{ .name = "public" });
}
export var state: Point = .{ .x = 1, .y = 2 };
export const version: u32 = 9;
export threadlocal var local: u32 = 5;
