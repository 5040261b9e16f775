const std = @import("std");
const Layer = enum(u8) { base, overlay, cursor };
extern fn layer_order(raw: u8) i32;
extern fn layer_weight(raw: u8) u32;

pub fn main() void {
    std.debug.print("{d} {d}\n", .{ layer_order(@intFromEnum(Layer.overlay)), layer_weight(9) });
}
