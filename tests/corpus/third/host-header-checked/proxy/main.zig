const std = @import("std");
const request = @import("request.zig");

const input = "GET / HTTP/1.1\r\nHost: www.example:80\r\nAccept: */*\r\n\r\n";

pub fn main() !void {
    const gpa = std.heap.c_allocator;
    const port = try request.backend(gpa, input);
    std.debug.print("-> 127.0.0.1:{d}\n", .{port});
}
