pub const Entry = extern struct {
    channel: u8,
    gap: [3]u8 = @splat(0),
    id: u32,
    len: u8,
    data: [8]u8,
};

pub const Usage = extern struct { frames: u32, bits: u32 };

pub extern fn can_usage(entries: [*]const Entry, count: usize, id: u32) Usage;
