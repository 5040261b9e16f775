const std = @import("std");
const Cmp = fn (a: *const anyopaque, b: *const anyopaque) callconv(.c) i32;
extern fn is_sorted_by(a: *const anyopaque, b: *const anyopaque, cmp: ?*const Cmp, user: ?*anyopaque) bool;

fn cmpU32(a: *const anyopaque, b: *const anyopaque) callconv(.c) i32 {
    const x: *const u32 = @ptrCast(@alignCast(a));
    const y: *const u32 = @ptrCast(@alignCast(b));
    return if (x.* < y.*) -1 else @intFromBool(x.* > y.*);
}

pub fn main() void {
    const x: u32 = 1;
    const y: u32 = 2;
    std.debug.print("{}\n", .{is_sorted_by(&x, &y, &cmpU32, null)});
}
