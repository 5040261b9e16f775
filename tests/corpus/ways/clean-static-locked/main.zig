const std = @import("std");

extern fn next_ticket() u64;
extern fn names_add(name: u32) bool;
extern fn table_at(index: u8) u32;
extern fn rate(index: usize) f64;
extern fn scratch_sum(value: u32) u32;

pub fn main() void {
    std.debug.print("{d} {} {d} {d} {d}\n", .{ next_ticket(), names_add(3), table_at(1), rate(0), scratch_sum(2) });
}
