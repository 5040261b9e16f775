var metrics: [8]u64 = @splat(0);
export fn metric_add(slot: u32, value: u64) u64 {
    if (slot >= metrics.len) return 0;
    metrics[slot] += value;
    return metrics[slot];
}
