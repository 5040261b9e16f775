const std = @import("std");
extern fn table_each(keys: [*]const u32, values: [*]const f64, len: usize, on_row: *const fn (u32, f64) callconv(.c) bool) usize;
var total: f64 = 0;
fn add(_: u32, value: f64) callconv(.c) bool {
    total += value;
    return true;
}
pub fn main() void {
    const k = [_]u32{ 1, 2 };
    const v = [_]f64{ 1, 2 };
    _ = table_each(&k, &v, 2, add);
    std.debug.print("{d}\n", .{total});
}
