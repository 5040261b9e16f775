pub const Level = enum(u8) { low, mid, high };
pub extern fn level_of(value: u32) Level;
