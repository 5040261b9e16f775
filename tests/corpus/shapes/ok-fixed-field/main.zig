const std = @import("std");
const Entry = extern struct { name: [16]u8, size: u64 };
extern fn entry_fill(out: *Entry, index: u32) bool;
pub fn main() void {
    var entry: Entry = undefined;
    if (!entry_fill(&entry, 12)) return;
    std.debug.print("{s}\n", .{std.mem.sliceTo(&entry.name, 0)});
}
