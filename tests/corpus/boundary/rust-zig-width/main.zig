export fn zig_hash(data: [*]const u8, len: usize) u64 {
    var h: u64 = 14695981039346656037;
    for (data[0..len]) |b| h = (h ^ b) *% 1099511628211;
    return h;
}
