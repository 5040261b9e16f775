pub export fn ring_capacity(order: u8) usize {
    return @as(usize, 1) << @intCast(order & 31);
}
