const std = @import("std");
const Page = @import("pages.zig").Page;

pub fn main() !void {
    var page = try Page.init("Release Notes: 0.17");
    defer page.deinit();
    std.debug.print("/{s}/\n", .{page.slug});
}
