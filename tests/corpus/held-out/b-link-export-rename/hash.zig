fn zhashImpl(data: [*]const u8, len: usize) callconv(.c) u64 {
    var h: u64 = 14695981039346656037;
    for (data[0..len]) |b| h = (h ^ b) *% 1099511628211;
    return h;
}

comptime {
    @export(&zhashImpl, .{ .name = "zhash64" });
}
