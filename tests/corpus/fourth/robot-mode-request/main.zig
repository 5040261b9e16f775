const std = @import("std");
const radio = @import("radio.zig");

const Drive = opaque {};
extern fn drive_new() ?*Drive;
extern fn drive_set_mode(d: ?*Drive, mode: u8) bool;
extern fn drive_speed(d: ?*const Drive) f32;
extern fn drive_free(d: ?*Drive) void;

fn handle(d: *Drive, bytes: []const u8) bool {
    const p = radio.decode(bytes) orelse return false;
    return switch (p.kind) {
        'M' => drive_set_mode(d, p.value),
        else => false,
    };
}

pub fn main() !void {
    const d = drive_new() orelse return error.OutOfMemory;
    defer drive_free(d);
    var buf: [3]u8 = undefined;
    while ((std.posix.read(0, &buf) catch 0) == 3) {
        if (handle(d, &buf)) std.debug.print("speed {d}\n", .{drive_speed(d)});
    }
}
