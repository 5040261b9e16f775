const std = @import("std");

const Outbox = opaque {};

extern fn outbox_start() ?*Outbox;
extern fn outbox_post(outbox: ?*const Outbox, data: [*]const u8, len: usize) bool;
extern fn outbox_finish(outbox: ?*Outbox) u64;

fn greet(outbox: *const Outbox, name: []const u8) bool {
    var buf: [64]u8 = undefined;
    const text = std.fmt.bufPrint(&buf, "dear {s}, ...", .{name}) catch return false;
    return outbox_post(outbox, text.ptr, text.len);
}

pub fn main() void {
    const outbox = outbox_start() orelse return;
    var posted: u32 = 0;
    for ([_][]const u8{ "ada", "grace", "hedy" }) |name| {
        if (greet(outbox, name)) posted += 1;
    }
    std.debug.print("{d} messages, {d} bytes\n", .{ posted, outbox_finish(outbox) });
}
