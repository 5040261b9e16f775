const std = @import("std");

const Visit = *const fn ([*:0]const u8, ?*anyopaque) callconv(.c) void;

export fn each_entry(folder: [*:0]const u8, visit: Visit, user: ?*anyopaque) void {
    var dir = std.c.opendir(folder) orelse return;
    defer _ = std.c.closedir(dir);
    while (std.c.readdir(dir)) |entry| visit(@ptrCast(&entry.name), user);
}
