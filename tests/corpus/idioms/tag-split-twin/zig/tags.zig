const std = @import("std");
const gpa = std.heap.c_allocator;
extern fn tag_intern(name: [*:0]const u8) u32;
fn internAll(list: []const u8) !u32 {
    var last: u32 = 0;
    var it = std.mem.tokenizeScalar(u8, list, ',');
    while (it.next()) |word| {
        const z = try gpa.dupeZ(u8, word);
        defer gpa.free(z);
        last = tag_intern(z);
    }
    return last;
}
pub fn main() !void {
    std.debug.print("{d}\n", .{try internAll("a,b,c")});
}
