const std = @import("std");
const Store = opaque {};
extern fn store_new() ?*Store;
extern fn store_row(s: ?*const Store, i: usize, len: *usize) ?[*]const u8;
extern fn store_clear(s: ?*Store) void;
extern fn store_free(s: ?*Store) void;

pub fn main() void {
    const s = store_new();
    defer store_free(s);
    var len: usize = 0;
    const row = store_row(s, 0, &len) orelse return;
    store_clear(s);
    std.debug.print("{s}\n", .{row[0..len]});
}
