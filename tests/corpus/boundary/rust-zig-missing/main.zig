pub fn zig_checksum(data: [*]const u8, len: usize) callconv(.c) u32 {
    var s: u32 = 0;
    for (data[0..len]) |b| s +%= b;
    return s;
}
