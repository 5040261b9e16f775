const std = @import("std");
const Entry = opaque {};
extern fn entry_new(hits: u32) ?*Entry;
extern fn entry_retire(e: ?*Entry) u32;

pub fn main() void {
    std.debug.print("{d}\n", .{entry_retire(entry_new(4))});
}
