const std = @import("std");
extern fn env_set(name: [*:0]const u8) bool;
pub fn set(allocator: std.mem.Allocator, name: []const u8) !bool {
    const upper = try std.ascii.allocUpperString(allocator, name);
    defer allocator.free(upper);
    return env_set(@ptrCast(upper.ptr));
}
