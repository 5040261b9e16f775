const std = @import("std");
const Usage = extern struct {
    user: c_long,
    system: c_long,
};
extern fn usage_get(out: *Usage) i32;

pub fn main() void {
    var u = std.mem.zeroes(Usage);
    _ = usage_get(&u);
    std.debug.print("{d}\n", .{u.user});
}
