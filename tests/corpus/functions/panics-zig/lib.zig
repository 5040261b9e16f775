//! Functions of which each is right (`ok_`) or can be made to panic (`bad_`) by itself.
const std = @import("std");
const table = [_]u32{ 1, 2, 3 };
const names = [3][]const u8{ "a", "b", "c" };
const Kind = enum(u8) { a, b, c };
const Open = enum(u8) { a, b, _ };
export fn bad_01(i: usize) u32 {
    return table[i];
}
export fn bad_02(i: u32) u32 {
    return @intCast(names[i].len);
}
export fn bad_03(a: u32, b: u32) u32 {
    return a / b;
}
export fn bad_04(a: i32, b: i32) i32 {
    return @divTrunc(a, b);
}
export fn bad_05(k: u8) u32 {
    const kind: Kind = @fromBackingInt(@intCast(k));
    return @backingInt(kind);
}
export fn bad_06(k: u8) u32 {
    return switch (k) {
        0 => 1,
        1 => 2,
        else => unreachable,
    };
}
export fn bad_07(k: u8) u32 {
    return switch (@as(Kind, @fromBackingInt(@intCast(k)))) {
        .a => 1,
        .b => 2,
        .c => 3,
    };
}
export fn bad_10(p: [*]const u8, n: usize) i32 {
    return std.fmt.parseInt(i32, p[0..n], 10) catch unreachable;
}
export fn bad_11(p: [*]const u8, n: usize) usize {
    return std.mem.indexOfScalar(u8, p[0..n], ':').?;
}
export fn bad_12(v: i64) u8 {
    return @intCast(v);
}
export fn bad_13(v: u32) u8 {
    const b: u8 = @intCast(v);
    return b;
}
export fn bad_14(n: i32) i32 {
    std.debug.assert(n > 0);
    return n;
}
export fn bad_15(n: i32) i32 {
    if (n < 0) @panic("negative");
    return n;
}
export fn bad_16(p: ?*const u32) u32 {
    return p.?.*;
}
export fn bad_17(x: usize, y: usize) u8 {
    return grid.at(x, y);
}
const Grid = struct {
    cells: [64]u8 = undefined,
    w: usize = 8,
    fn at(self: *const Grid, x: usize, y: usize) u8 {
        return self.cells[y * self.w + x];
    }
};
var grid: Grid = .{};
export fn bad_19(k: u8) void {
    const f = std.meta.intToEnum(Kind, k) catch unreachable;
    _ = f;
}
export fn ok_01(i: usize) u32 {
    if (i >= table.len) return 0;
    return table[i];
}
export fn ok_02(i: usize) u32 {
    return if (i < table.len) table[i] else 0;
}
export fn ok_03(i: usize) u32 {
    return table[i % table.len];
}
export fn ok_04(i: usize) u32 {
    return table[@min(i, table.len - 1)];
}
export fn ok_05(a: u32, b: u32) u32 {
    if (b == 0) return 0;
    return a / b;
}
export fn ok_06(k: u8) u32 {
    const kind = std.enums.fromInt(Kind, k) orelse return 0;
    return @backingInt(kind);
}
export fn ok_07(k: u8) u32 {
    const o: Open = @fromBackingInt(@intCast(k));
    return @backingInt(o);
}
export fn ok_08(k: u8) u32 {
    if (k > 2) return 0;
    const kind: Kind = @fromBackingInt(@intCast(k));
    return @backingInt(kind);
}
export fn ok_09(p: [*]const u8, n: usize) u8 {
    if (n == 0) return 0;
    return p[0..n][0];
}
export fn ok_10(v: i64) u8 {
    return std.math.cast(u8, v) orelse 0;
}
export fn ok_11(v: u32) u8 {
    return @truncate(v);
}
export fn ok_12(p: ?*const u32) u32 {
    const q = p orelse return 0;
    return q.*;
}
export fn ok_13(p: ?*const u32) u32 {
    return if (p) |q| q.* else 0;
}
export fn ok_14(p: [*]const u8, n: usize) u8 {
    var s: u8 = 0;
    for (p[0..n]) |c| s ^= c;
    return s;
}
export fn ok_15(p: [*]const u8, n: usize) u8 {
    var s: u8 = 0;
    var i: usize = 0;
    const b = p[0..n];
    while (i < b.len) : (i += 1) s ^= b[i];
    return s;
}
export fn ok_16(k: u8) u32 {
    return switch (k) {
        0...2 => table[k],
        else => 0,
    };
}
