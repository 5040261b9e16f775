const std = @import("std");
extern fn add_one(x: u32) u32;
extern fn getpid() c_int;
extern "c" fn strlen(s: [*:0]const u8) usize;
pub fn main() void {
    std.debug.print("{d} {d}\n", .{ add_one(1), strlen("abc") });
    _ = getpid();
}
