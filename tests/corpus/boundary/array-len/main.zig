const std = @import("std");
const Entry = extern struct {
    id: u32,
    name: [16]u8,
};
extern fn entry_init(e: *Entry, id: u32) void;
pub fn main() void {
    var e: Entry = undefined;
    entry_init(&e, 9);
    std.debug.print("{d}\n", .{e.id});
}
