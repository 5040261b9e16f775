const name = [_]u8{ 'p', 'c', 'm' };

export fn codec_name() [*:0]const u8 {
    return @ptrCast(&name);
}
