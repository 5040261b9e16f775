const std = @import("std");

extern fn sql_quote(ident: ?[*:0]const u8) ?[*:0]u8;
extern fn sql_select(table: ?[*:0]const u8, columns: [*]const [*:0]const u8, n: usize) ?[*:0]u8;
extern fn sql_string_free(s: ?[*:0]u8) void;

fn own(gpa: std.mem.Allocator, raw: ?[*:0]u8) ![]u8 {
    const s = raw orelse return error.OutOfMemory;
    defer sql_string_free(s);
    return gpa.dupe(u8, std.mem.span(s));
}

/// Caller owns the text.
pub fn quote(gpa: std.mem.Allocator, ident: [:0]const u8) ![]u8 {
    return own(gpa, sql_quote(ident.ptr));
}

/// Caller owns the text.
pub fn select(gpa: std.mem.Allocator, table: [:0]const u8, columns: []const [*:0]const u8) ![]u8 {
    return own(gpa, sql_select(table.ptr, columns.ptr, columns.len));
}

pub fn main() !void {
    const gpa = std.heap.smp_allocator;
    const q = try select(gpa, "users", &.{ "id", "last \"name\"" });
    defer gpa.free(q);
    const t = try quote(gpa, "order");
    defer gpa.free(t);
    std.debug.print("{s}; {s}\n", .{ q, t });
}
