const std = @import("std");
const gpa = std.heap.c_allocator;
extern fn tag_intern(name: [*:0]const u8) u32;
fn internAll(list: []const u8) !u32 {
    var last: u32 = 0;
    var it = std.mem.tokenizeScalar(u8, list, ',');
    while (it.next()) |word| {
        last = tag_intern(@ptrCast(word.ptr));
    }
    return last;
}
pub fn main() !void {
    std.debug.print("{d}\n", .{try internAll("a,b,c")});
}
