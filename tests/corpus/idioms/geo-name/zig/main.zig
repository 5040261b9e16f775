const std = @import("std");
const Slice = extern struct { ptr: [*]const u8, len: usize };
extern fn geo_initial(name: *const Slice) u32;
pub fn main() void {
    const n = "\xff\xfe";
    std.debug.print("{d}\n", .{geo_initial(&.{ .ptr = n, .len = n.len })});
}
