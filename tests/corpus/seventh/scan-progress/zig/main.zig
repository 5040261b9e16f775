const std = @import("std");
const scan = @import("scan.zig");

pub fn main() void {
    var results: scan.Results = .{ .gpa = std.heap.page_allocator };
    defer results.deinit();

    const s = scan.start(11, &results) orelse return;
    var shown: usize = 0;
    while (scan.running(s)) {
        for (results.open.items[shown..]) |p| {
            std.debug.print("{d} ({d} us)\n", .{ p.port, p.latency_us });
            shown += 1;
        }
    }
    scan.finish(s);
    std.debug.print("{d} open\n", .{results.open.items.len});
}
