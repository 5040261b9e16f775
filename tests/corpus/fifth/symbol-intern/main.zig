const std = @import("std");

const Symbol = enum(u32) {
    none = std.math.maxInt(u32),
    _,

    fn of(text: []const u8) Symbol {
        return @enumFromInt(sym_intern(text.ptr, text.len));
    }

    fn name(s: Symbol) []const u8 {
        var n: usize = 0;
        const p = sym_name(@intFromEnum(s), &n) orelse return "?";
        return p[0..n];
    }
};

extern fn sym_intern(name: [*]const u8, len: usize) u32;
extern fn sym_name(id: u32, len: ?*usize) ?[*]const u8;
extern fn sym_count() usize;

fn temp(i: usize) Symbol {
    var buf: [16]u8 = undefined;
    const text = std.fmt.bufPrint(&buf, "t{d}", .{i % 4}) catch return .none;
    return Symbol.of(text);
}

pub fn main() void {
    const main_sym = Symbol.of("main");
    var last: Symbol = .none;
    for (0..12) |i| last = temp(i);
    std.debug.print("{s} {s} {d}\n", .{ main_sym.name(), last.name(), sym_count() });
    std.debug.print("{}\n", .{Symbol.of("main") == main_sym});
}
