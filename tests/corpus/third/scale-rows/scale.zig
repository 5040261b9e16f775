/// Halves a row of grey pixels; `carry` keeps the rounding of the row before.
export fn scale_row(row: [*]const u8, carry: [*]u8, out: [*]u8, width: usize) usize {
    const half = width / 2;
    for (0..half) |x| {
        const sum = @as(u16, row[2 * x]) + row[2 * x + 1] + carry[x];
        out[x] = @intCast(@min(sum / 2, 255));
        carry[x] = @intCast(sum % 2);
    }
    return half;
}
