const std = @import("std");

const Publish = opaque {
    extern fn publish_decode(packet: [*]const u8, len: usize) ?*Publish;
    extern fn publish_topic(p: *const Publish) ?[*:0]const u8;
    extern fn publish_qos(p: *const Publish) u8;
    extern fn publish_payload(p: *const Publish, len: *usize) ?[*]const u8;
    extern fn publish_free(p: *Publish) void;
};

fn allowed(topic: []const u8) bool {
    return std.mem.startsWith(u8, topic, "site/");
}

fn route(packet: []const u8) void {
    const p = Publish.publish_decode(packet.ptr, packet.len) orelse return;
    defer Publish.publish_free(p);
    const raw = Publish.publish_topic(p) orelse return;
    const topic = std.mem.span(raw);
    if (!allowed(topic)) return;
    var n: usize = 0;
    const payload = Publish.publish_payload(p, &n) orelse return;
    std.debug.print("{s} qos {d}: {s}\n", .{ topic, Publish.publish_qos(p), payload[0..n] });
}

pub fn main() void {
    route("\x30\x0c\x00\x06site/a21.5");
}
