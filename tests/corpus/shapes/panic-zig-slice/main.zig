export fn hist_bucket(data: [*]const u32, len: usize, index: usize) u32 {
    const buckets = data[0..len];
    return buckets[index];
}
