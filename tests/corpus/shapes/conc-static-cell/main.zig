extern fn table_set(index: u32, value: u32) bool;
pub fn main() void { _ = table_set(1, 2); }
