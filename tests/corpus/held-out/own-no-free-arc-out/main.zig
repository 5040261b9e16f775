const std = @import("std");
const Pool = opaque {};
extern fn pool_create(size: usize, out: *?*const Pool) i32;
extern fn pool_size(pool: ?*const Pool) usize;

pub fn main() void {
    var p: ?*const Pool = null;
    if (pool_create(4, &p) == 0) std.debug.print("{d}\n", .{pool_size(p)});
}
