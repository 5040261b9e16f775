const std = @import("std");
export fn port_pack(port: u32) u16 {
    if (port > std.math.maxInt(u16)) return 0;
    const small: u16 = @intCast(port);
    return @byteSwap(small);
}
