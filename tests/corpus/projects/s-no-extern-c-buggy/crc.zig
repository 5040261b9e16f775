extern fn crc_table(n: u8) u32;
pub fn table() [256]u32 { var t: [256]u32 = undefined; for (&t, 0..) |*e, i| e.* = crc_table(@intCast(i)); return t; }
