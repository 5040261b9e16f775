const std = @import("std");
const Item = opaque {};
extern fn item_new(name: [*:0]const u8, qty: u32) *Item;
extern fn item_name(item: *const Item) [*:0]const u8;
extern fn item_qty(item: *const Item) u32;
extern fn item_free(item: ?*Item) void;
fn nameOf(gpa: std.mem.Allocator, qty: u32) ![]const u8 {
    const item = item_new("bolt", qty);
    defer item_free(item);
    const name = std.mem.span(item_name(item));
    if (item_qty(item) == 0) return error.Empty;
    return gpa.dupe(u8, name);
}
pub fn main() !void {
    const gpa = std.heap.c_allocator;
    const name = try nameOf(gpa, 3);
    defer gpa.free(name);
    std.debug.print("{s}\n", .{name});
}
