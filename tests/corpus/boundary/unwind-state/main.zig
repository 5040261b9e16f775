const std = @import("std");
const Table = opaque {};
extern fn table_new() ?*Table;
extern fn table_put(t: ?*Table, row: u32, limit: u32) i32;
extern fn table_mean(t: ?*const Table) f64;
extern fn table_free(t: ?*Table) void;
pub fn main() void {
    const t = table_new();
    defer table_free(t);
    _ = table_put(t, 5, 2);
    std.debug.print("{d}\n", .{table_mean(t)});
}
