const std = @import("std");

const Device = opaque {};

extern fn device_count() usize;
extern fn device_open(index: usize) ?*Device;
extern fn device_vendor(d: ?*const Device) u16;
extern fn device_name(d: ?*const Device) ?[*:0]const u8;
extern fn device_close(d: ?*Device) void;

fn firstName(vendor: u16) ?[]const u8 {
    for (0..device_count()) |i| {
        const d = device_open(i) orelse continue;
        defer device_close(d);
        if (device_vendor(d) != vendor) continue;
        const name = device_name(d) orelse return null;
        return std.mem.span(name);
    }
    return null;
}

pub fn main() void {
    for ([_]u16{ 0x046d, 0x0781, 0x1234 }) |vendor| {
        std.debug.print("{x:0>4} {s}\n", .{ vendor, firstName(vendor) orelse "unknown" });
    }
}
