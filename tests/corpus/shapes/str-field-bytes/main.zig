const std = @import("std");
const Device = opaque {};
extern fn device_open(id: u32) ?*Device;
extern fn device_label(device: ?*const Device) ?[*:0]const u8;
extern fn device_close(device: ?*Device) void;
pub fn main() void {
    const d = device_open(4) orelse return;
    defer device_close(d);
    const label = device_label(d) orelse return;
    std.debug.print("{s}\n", .{label});
}
