extern fn find_slot(key: u32) u32;
pub fn main() void { _ = find_slot(1); }
