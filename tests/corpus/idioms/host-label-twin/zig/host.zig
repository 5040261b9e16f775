const std = @import("std");
var name: [65]u8 = @splat(0);
export fn host_set(bytes: [*]const u8, len: usize) void {
    const n = @min(len, 64);
    @memcpy(name[0..n], bytes[0..n]);
    name[n] = 0;
}
export fn host_label() [*:0]const u8 {
    return name[0..64 :0];
}
