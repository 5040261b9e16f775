const std = @import("std");
const kv = @import("kv.zig");
pub fn main() void {
    var db = kv.Db.open(5) orelse return;
    defer db.close();
    var c = db.cursor() orelse return;
    defer c.close();
    while (c.next()) |v| std.debug.print("{d}\n", .{v});
}
