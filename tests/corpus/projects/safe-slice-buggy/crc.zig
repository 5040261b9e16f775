export fn crc_update(crc: u32, data: [*]const u8, len: usize) u32 {
    var c = crc;
    for (data[0..len]) |b| c = c *% 31 +% b;
    return c;
}
