var palette: []const u32 = &.{};

export fn palette_set(colors: [*]const u32, n: usize) void {
    palette = colors[0..n];
}

export fn palette_first() u32 {
    return if (palette.len == 0) 0 else palette[0];
}
