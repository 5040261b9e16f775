const std = @import("std");
const Store = opaque {};
extern fn store_new() ?*Store;
extern fn store_free(s: ?*Store) void;
extern fn store_push(s: *const Store, x: u64) bool;
fn fill(s: *Store, from: u64) void { for (0..10) |i| _ = store_push(s, from + i); }
pub fn run() !void {
    const s = store_new() orelse return error.OutOfMemory;
    defer store_free(s);
    const a = try std.Thread.spawn(.{}, fill, .{ s, 0 });
    const b = try std.Thread.spawn(.{}, fill, .{ s, 100 });
    a.join();
    b.join();
}
