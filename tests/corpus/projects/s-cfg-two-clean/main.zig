extern fn pipe_handle(id: u64) i32;
pub fn main() void { _ = pipe_handle(3); }
