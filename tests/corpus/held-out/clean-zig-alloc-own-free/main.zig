const std = @import("std");
extern fn reverse_into(src: [*]const u8, len: usize, dst: [*]u8) void;

pub fn main() !void {
    var arena: std.heap.ArenaAllocator = .init(std.heap.page_allocator);
    defer arena.deinit();
    const gpa = arena.allocator();
    const out = try gpa.alloc(u8, 5);
    defer gpa.free(out);
    reverse_into("hello", 5, out.ptr);
    std.debug.print("{s}\n", .{out});
}
