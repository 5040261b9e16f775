extern fn log_push(x: u32) usize;
pub fn main() void { _ = log_push(0); }
