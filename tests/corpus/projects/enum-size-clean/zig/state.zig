pub const Mode = enum(u8) { idle, active };
pub const State = extern struct { mode: Mode, ticks: u32 };
pub extern fn state_tick(s: *State) void;
