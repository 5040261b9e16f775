const std = @import("std");
const Packet = extern struct {
    kind: u16,
    mac: [6]u8,
    len: u32,
};
extern fn packet_parse(out: *Packet) bool;

pub fn main() void {
    var p: Packet = undefined;
    if (packet_parse(&p)) std.debug.print("{d}\n", .{p.len});
}
