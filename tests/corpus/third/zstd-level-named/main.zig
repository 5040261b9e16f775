const std = @import("std");
const save = @import("save.zig");

pub fn main() !void {
    const gpa = std.heap.c_allocator;
    const packed_ = try save.pack(gpa, "aaaaaaaabbbbbbbbbbbbbc");
    defer gpa.free(packed_);
    std.debug.print("{d}\n", .{packed_.len});
}
