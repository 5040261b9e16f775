const std = @import("std");

const Dfa = opaque {};
extern fn dfa_new() ?*Dfa;
extern fn dfa_free(d: ?*Dfa) void;
extern fn dfa_add_state(d: ?*Dfa, accept: bool) u16;
extern fn dfa_set_edge(d: ?*Dfa, from: u16, lo: u8, hi: u8, to: u16) bool;
extern fn dfa_match(d: ?*const Dfa, text: [*]const u8, len: usize) bool;

const Edge = struct { u16, u8, u8, u16 };

/// "0 a z 1;1 0 9 1"
fn loadEdges(d: *Dfa, text: []const u8) !void {
    var rows = std.mem.tokenizeScalar(u8, text, ';');
    while (rows.next()) |row| {
        var it = std.mem.tokenizeScalar(u8, row, ' ');
        const e: Edge = .{
            try std.fmt.parseInt(u16, it.next() orelse return error.Short, 10),
            (it.next() orelse return error.Short)[0],
            (it.next() orelse return error.Short)[0],
            try std.fmt.parseInt(u16, it.next() orelse return error.Short, 10),
        };
        if (!dfa_set_edge(d, e[0], e[1], e[2], e[3])) return error.BadRange;
    }
}

pub fn main() !void {
    const d = dfa_new() orelse return error.OutOfMemory;
    defer dfa_free(d);
    for ([_]bool{ false, true }) |accept| _ = dfa_add_state(d, accept);
    try loadEdges(d, "0 a z 1;1 a z 1;1 0 9 1");
    for ([_][]const u8{ "abc42", "42", "x" }) |w| {
        std.debug.print("{s}: {}\n", .{ w, dfa_match(d, w.ptr, w.len) });
    }
}
