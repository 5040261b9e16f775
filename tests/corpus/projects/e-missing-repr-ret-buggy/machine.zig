pub const State = enum(u8) { cold, warm, hot };
pub extern fn machine_state(ticks: u32) State;
