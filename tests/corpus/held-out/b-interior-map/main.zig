const std = @import("std");
const Table = opaque {};
extern fn table_new() *Table;
extern fn table_slot(t: *Table, key: u32) *u64;
extern fn table_free(t: ?*Table) void;

pub fn main() void {
    const t = table_new();
    defer table_free(t);
    const first = table_slot(t, 1);
    for (2..200) |k| table_slot(t, @intCast(k)).* = k;
    first.* += 1;
    std.debug.print("{d}\n", .{first.*});
}
