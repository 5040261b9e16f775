const std = @import("std");
const List = @import("sections.zig").List;

pub fn main(init: std.process.Init) !void {
    const image = try std.Io.Dir.cwd().readFileAlloc(init.io, "a.out", init.gpa, .limited(64 << 20));
    defer init.gpa.free(image);
    var list = try List.read(image);
    defer list.deinit();
    list.keepAllocated();
    for (list.slice()) |s| std.debug.print("{x:0>8} {d:>8} kind {d}\n", .{ s.offset, s.size, s.kind });
}
