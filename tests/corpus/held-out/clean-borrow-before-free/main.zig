const std = @import("std");
const Profile = opaque {};
extern fn profile_open() ?*Profile;
extern fn profile_name(p: ?*const Profile) ?[*:0]const u8;
extern fn profile_close(p: ?*Profile) void;

pub fn main() void {
    const p = profile_open();
    defer profile_close(p);
    const name = profile_name(p) orelse return;
    std.debug.print("{s}\n", .{std.mem.span(name)});
}
