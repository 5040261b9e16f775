const std = @import("std");

const PluginCard = extern struct {
    name: [*:0]const u8,
    maker: [*:0]const u8,
    version: u32,
    inputs: u16,
    outputs: u16,
};

extern const PLUGIN_CARD: PluginCard;
extern fn plugin_latency(rate: u32) u32;

pub fn main() void {
    const card = &PLUGIN_CARD;
    std.debug.print("{s} by {s}, {d} in, {d} out\n", .{ card.name, card.maker, card.inputs, card.outputs });
    if (card.version >> 16 >= 2) {
        std.debug.print("latency {d}\n", .{plugin_latency(48_000)});
    }
}
