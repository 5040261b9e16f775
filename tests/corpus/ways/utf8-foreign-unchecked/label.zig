var slots: [4][16:0]u8 = @splat(@splat(0));

export fn label_store(slot: u32, data: [*]const u8, len: usize) void {
    const n = @min(len, 16);
    @memcpy(slots[slot % 4][0..n], data[0..n]);
}

export fn read_label(slot: u32) [*:0]const u8 {
    return &slots[slot % 4];
}
