const std = @import("std");
const User = opaque {};
extern fn user_new(id: u32) ?*User;
extern fn user_name(u: ?*const User) ?[*:0]const u8;
extern fn user_visit(u: ?*User, page: u32) void;
extern fn user_free(u: ?*User) void;

pub fn main() void {
    const u = user_new(3) orelse return;
    const name = user_name(u) orelse return user_free(u);
    user_visit(u, 1);
    user_visit(u, 2);
    std.debug.print("{s}\n", .{name});
    user_free(u);
}
