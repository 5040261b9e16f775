export fn port_pack(port: u32) u16 {
    const small: u16 = @intCast(port);
    return @byteSwap(small);
}
