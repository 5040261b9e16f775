const std = @import("std");

extern fn cache_has(key: [*:0]const u8) bool;

fn isKnown(id: u32) bool {
    var buf: [32]u8 = undefined;
    const key = std.fmt.bufPrint(&buf, "user:{d}", .{id}) catch return false;
    return cache_has(@ptrCast(key.ptr));
}

pub fn main() void {
    std.debug.print("{}\n", .{isKnown(12)});
}
