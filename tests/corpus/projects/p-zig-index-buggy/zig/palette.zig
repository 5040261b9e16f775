const colours = [_]u32{ 0xff0000, 0x00ff00, 0x0000ff };
export fn palette_at(i: usize) u32 {
    return colours[i];
}
