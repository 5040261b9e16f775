const std = @import("std");
const Slot = extern struct { tag: u32, value: u32 };
extern fn find_slot(key: u32) Slot;
pub fn main() void {
    std.debug.print("{d}\n", .{find_slot(5).value});
}
