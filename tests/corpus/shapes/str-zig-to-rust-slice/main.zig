const std = @import("std");
extern fn log_line(text: [*]const u8) void;
fn log(text: []const u8) void {
    log_line(text.ptr);
}
pub fn main() void {
    log("a b c"[0..3]);
}
