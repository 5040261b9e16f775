const std = @import("std");
const discovery = @import("discovery.zig");

extern fn mdns_decode(packet: [*]const u8, len: usize, list: *discovery.List) u32;

pub fn main() void {
    var list: discovery.List = .{ .gpa = std.heap.c_allocator };
    defer list.deinit();
    const packet = "\x04_ipp\x04_tcp\x00\x00\x00\x00\x78\x05hello\x00\x00\x00\x00\x05";
    _ = mdns_decode(packet, packet.len, &list);
    for (list.services.items) |service| {
        std.debug.print("{s} {d}s\n", .{ service.name, service.ttl });
    }
}
