const std = @import("std");
const Payload = extern struct { i: i64, f: f64, p: ?*const u8 };
const Message = extern struct { tag: u32, body: Payload };
extern fn message_int(m: *const Message) i64;

pub fn main() void {
    const m: Message = .{ .tag = 0, .body = .{ .i = 4, .f = 0, .p = null } };
    std.debug.print("{d}\n", .{message_int(&m)});
}
