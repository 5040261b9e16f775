const std = @import("std");
const Pool = opaque {};
extern fn pool_new() ?*Pool;
extern fn pool_used(p: ?*const Pool) usize;
extern fn pool_free(p: ?*Pool) void;
pub fn main() void {
    const p = pool_new();
    defer pool_free(p);
    std.debug.print("{d}\n", .{pool_used(p)});
    pool_free(p);
}
