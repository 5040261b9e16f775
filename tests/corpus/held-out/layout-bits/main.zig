const std = @import("std");
const Perms = packed struct(u32) {
    read: bool,
    write: bool,
    exec: bool,
    _pad: u29 = 0,
};
extern fn perms_any(p: Perms) bool;

pub fn main() void {
    std.debug.print("{}\n", .{perms_any(.{ .read = false, .write = true, .exec = false })});
}
