const lengths = [_]u32{ 6, 6, 7, 9, 8, 6, 8 };

export fn day_name_len(day: u8) u32 {
    return lengths[day];
}
