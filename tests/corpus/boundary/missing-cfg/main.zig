const std = @import("std");
extern fn trace_begin() u32;
extern fn trace_end(token: u32) u32;
pub fn main() void {
    std.debug.print("{d}\n", .{trace_end(trace_begin())});
}
