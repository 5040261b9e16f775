const std = @import("std");
extern fn upload_start(data: [*]const u8, len: usize) bool;

fn send() void {
    var payload: [256]u8 = undefined;
    @memset(&payload, 3);
    _ = upload_start(&payload, payload.len);
}

pub fn main() void {
    send();
    std.debug.print("sent\n", .{});
}
