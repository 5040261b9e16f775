const names = [_][*:0]const u8{ "raw", "rle", "lz" };
var table: [3]u16 = .{ 1, 2, 3 };

export fn codec_name(id: u8) ?[*:0]const u8 {
    if (id >= names.len) return null;
    return names[id];
}

export fn codec_table(len: *usize) [*]const u16 {
    len.* = table.len;
    return &table;
}
