const std = @import("std");
const Reader = opaque {};
extern fn csv_open(data: [*]const u8, len: usize) ?*Reader;
extern fn csv_row(r: *Reader, out: *u32) bool;
extern fn csv_close(r: ?*Reader) void;
fn open(gpa: std.mem.Allocator, rows: usize) !*Reader {
    var text: std.ArrayList(u8) = .empty;
    defer text.deinit(gpa);
    for (0..rows) |n| try text.print(gpa, "{d},{d}\n", .{ n, n * 2 });
    return csv_open(text.items.ptr, text.items.len) orelse error.NoMemory;
}
pub fn main() !void {
    const r = try open(std.heap.c_allocator, 5);
    defer csv_close(r);
    var n: u32 = 0;
    while (csv_row(r, &n)) std.debug.print("{d}\n", .{n});
}
