pub const Result = enum(i32) { ok = 0, again = -11, closed = -32 };
pub extern fn chan_send(id: u32, mode: u32) Result;
