const std = @import("std");
fn number(text: []const u8) u16 {
    return std.fmt.parseInt(u16, text, 10) catch unreachable;
}
export fn parse_port(text: [*]const u8, len: usize) u16 {
    return number(std.mem.trim(u8, text[0..len], " "));
}
