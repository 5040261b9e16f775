const std = @import("std");
extern fn config_init(text: [*]const u8, len: usize) bool;
extern fn config_len() usize;

fn load(level: u8) void {
    var line: [40]u8 = undefined;
    const s = std.fmt.bufPrint(&line, "level={d}", .{level}) catch return;
    _ = config_init(s.ptr, s.len);
}

pub fn main() void {
    load(3);
    std.debug.print("{d}\n", .{config_len()});
}
